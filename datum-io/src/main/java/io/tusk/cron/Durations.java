/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cron;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as the JSON form of protocol buffers writes them ({@code 5400s}, {@code 1.5s}) and as
 * Go does ({@code 1h30m}, {@code 100ms}).
 */
public final class Durations {
  /** Examples, for messages. */
  public static final String FORMS = "\"30s\", \"5m\" or \"1h30m\"";

  private static final int MAX_LENGTH = 60;
  private static final Pattern WHOLE =
      Pattern.compile("(?:[0-9]+(?:\\.[0-9]*)?(?:ns|us|µs|μs|ms|s|m|h))+");
  private static final Pattern PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?)(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /** 10,000 years of 365.25 days, as protocol buffers bound it. */
  private static final BigDecimal MAX_NANOS = new BigDecimal("315576000000e9");

  private Durations() {}

  /** Not negative; absent when the text is no duration or one beyond 10,000 years. */
  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos =
          nanos.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2)))));
    }
    if (nanos.compareTo(MAX_NANOS) > 0) {
      return Optional.empty();
    }
    BigDecimal whole = nanos.setScale(0, RoundingMode.DOWN);
    BigDecimal[] parts = whole.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
    return Optional.of(Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact()));
  }

  /** Seconds with at most nine decimals and the suffix {@code s}. */
  public static String format(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.toSeconds()).add(BigDecimal.valueOf(duration.toNanosPart(), 9));
    return seconds.signum() == 0 ? "0s" : seconds.stripTrailingZeros().toPlainString() + "s";
  }
}
