/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes' quantities: {@code 64M}, {@code 1Gi}, {@code 1e9}, {@code 500m}. */
final class Quantity {
  private static final Pattern FORM =
      Pattern.compile("([-+]?[0-9.]+)(?:([numkMGTPE])|([KMGTPE])i|[eE]([-+]?[0-9]+))?");
  private static final String DECIMAL = "kMGTPE";
  private static final String SMALL = "mun";
  private static final String BINARY = "KMGTPE";
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private Quantity() {}

  /** The value rounded down, at most the largest long; 0 for what is empty or no quantity. */
  static long bytes(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return 0;
    }
    BigDecimal value = new BigDecimal(matcher.group(1));
    if (matcher.group(2) != null) {
      int up = DECIMAL.indexOf(matcher.group(2)) + 1;
      int power = up > 0 ? 3 * up : -3 * (SMALL.indexOf(matcher.group(2)) + 1);
      value = value.scaleByPowerOfTen(power);
    } else if (matcher.group(3) != null) {
      int power = 10 * (BINARY.indexOf(matcher.group(3)) + 1);
      value = value.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(power)));
    } else if (matcher.group(4) != null) {
      value = value.scaleByPowerOfTen(Integer.parseInt(matcher.group(4)));
    }
    return value.compareTo(MOST) > 0 ? Long.MAX_VALUE : value.longValue();
  }
}
