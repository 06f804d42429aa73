/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.Quote;
import io.tusk.error.TuskException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size as it was written, such as {@code 100M}, {@code 1.5GB} or {@code 800}; all units are
 * decimal, and those with an {@code i} are read as if they had none.
 */
public record DecimalSize(String text) {
  private static final Pattern FORM =
      Pattern.compile("(?i)([0-9]{1,30}(?:\\.[0-9]{1,30})?|\\.[0-9]{1,30}) ?([kmgtpezy]?)i?b?");
  private static final String UNITS = "kmgtpezy";
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  /**
   * @throws TuskException INVALID, also for one of more than 2^63 - 1 bytes
   */
  public DecimalSize {
    bytesOf(text);
  }

  /** Parts of a byte are left out. */
  public long bytes() {
    return bytesOf(text);
  }

  private static long bytesOf(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TuskException(
          ErrorCode.INVALID,
          "\"" + Quote.shortened(text) + "\" is no size; write it like \"100M\" or \"1.5GB\"");
    }
    String unit = form.group(2).toLowerCase(Locale.ROOT);
    int thousands = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1;
    BigDecimal bytes = new BigDecimal(form.group(1)).scaleByPowerOfTen(3 * thousands);
    if (bytes.compareTo(MAX) > 0) {
      throw new TuskException(
          ErrorCode.INVALID,
          "size \"" + Quote.shortened(text) + "\" is more than a store can count; give less");
    }
    return bytes.setScale(0, RoundingMode.DOWN).longValueExact();
  }

  @Override
  public String toString() {
    return text;
  }
}
