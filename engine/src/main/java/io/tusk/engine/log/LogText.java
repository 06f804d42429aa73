/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.engine.log.LogLine.Source;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A datum's log, read back.
 *
 * @param worker who ran the datum
 */
public record LogText(String worker, List<LogLine> lines) {
  public static final LogText EMPTY = new LogText("", List.of());

  /**
   * Reads what {@link DatumLog#bytes} gave.
   *
   * @throws TuskException CORRUPT for anything else
   */
  public static LogText parse(byte[] bytes) {
    if (bytes.length == 0) {
      return EMPTY;
    }
    // Not by lines(), for which other characters end a line, too.
    String[] texts = new String(bytes, UTF_8).split("\n", -1);
    List<LogLine> lines = new ArrayList<>();
    long number = 0;
    for (int i = 1; i < texts.length - 1; i++) {
      LogLine line = line(texts[i], number);
      lines.add(line);
      number = line.next();
    }
    return new LogText(texts[0], List.copyOf(lines));
  }

  private static LogLine line(String text, long number) {
    int blank = text.indexOf(' ');
    if (blank > 0 && text.length() > blank + 2 && text.charAt(blank + 2) == ' ') {
      for (Source source : Source.values()) {
        if (source.code() == text.charAt(blank + 1)) {
          Instant time = Instant.ofEpochMilli(number(text.substring(0, blank), text));
          String said = text.substring(blank + 3);
          return source == Source.LEFT_OUT
              ? new LogLine(number, number + leftOut(text), time, source, explained(said))
              : new LogLine(number, number + 1, time, source, said);
        }
      }
    }
    throw malformed(text);
  }

  private static String explained(String size) {
    String[] numbers = size.split(" ", -1);
    return numbers[0] + " lines of " + numbers[numbers.length - 1] + " bytes left out here";
  }

  private static long leftOut(String text) {
    String[] fields = text.split(" ", -1);
    return number(fields[2], text);
  }

  private static long number(String digits, String text) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
  }

  private static TuskException malformed(String text) {
    return new TuskException(
        ErrorCode.CORRUPT,
        "a datum's log holds a line that is none: \""
            + text.substring(0, Math.min(text.length(), 80))
            + "\"; 'tusk fsck' looks for more");
  }
}
