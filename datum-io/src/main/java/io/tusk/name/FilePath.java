/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.name;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Arrays;
import java.util.List;

/**
 * An absolute path in a file set, without a trailing slash; {@code docs/format.md}, section 5.
 * Ordered by its UTF-8 bytes, not as Java strings are.
 */
public record FilePath(String value) implements Comparable<FilePath> {
  public static final FilePath ROOT = new FilePath("/");

  private static final int MAX_ELEMENT_BYTES = 1024;
  private static final int MAX_PATH_BYTES = 4096;

  public FilePath {
    if (!value.equals("/")) {
      check(value);
    }
  }

  /** Adds a missing leading slash and drops trailing ones; the rest is as in the constructor. */
  public static FilePath parse(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    String trimmed = text.substring(0, end);
    return new FilePath(trimmed.startsWith("/") ? trimmed : "/" + trimmed);
  }

  private static void check(String value) {
    if (!value.startsWith("/")) {
      throw invalid(value, "does not start with \"/\"");
    }
    for (int start = 1, end; start <= value.length(); start = end + 1) {
      int slash = value.indexOf('/', start);
      end = slash < 0 ? value.length() : slash;
      checkElement(value, start, end);
    }
    if (exceeds(value, 0, value.length(), MAX_PATH_BYTES)) {
      throw invalid(value, "is longer than " + MAX_PATH_BYTES + " bytes");
    }
  }

  private static void checkElement(String value, int start, int end) {
    if (start == end) {
      throw invalid(value, "has an empty element");
    }
    if (value.charAt(start) == '.'
        && (end - start == 1 || (end - start == 2 && value.charAt(start + 1) == '.'))) {
      throw invalid(value, "has the relative element \"" + value.substring(start, end) + "\"");
    }
    for (int i = start; i < end; i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == 0x7F) {
        throw invalid(value, String.format("holds the control character U+%04X", (int) c));
      }
      if (Character.isSurrogate(c)
          && (Character.isLowSurrogate(c)
              || i + 1 == end
              || !Character.isLowSurrogate(value.charAt(++i)))) {
        throw invalid(value, "is not valid Unicode");
      }
    }
    if (exceeds(value, start, end, MAX_ELEMENT_BYTES)) {
      throw invalid(value, "has an element of more than " + MAX_ELEMENT_BYTES + " bytes");
    }
  }

  /** Whether that part has more bytes in UTF-8; a character of Java's has three at most. */
  private static boolean exceeds(String value, int start, int end, int bytes) {
    return (end - start) * 3 > bytes && value.substring(start, end).getBytes(UTF_8).length > bytes;
  }

  private static TuskException invalid(String value, String fact) {
    return new TuskException(
        ErrorCode.USAGE,
        "path \"" + value.replaceAll("\\p{Cntrl}", "?") + "\" " + fact + "; rename the file");
  }

  public boolean isRoot() {
    return value.equals("/");
  }

  /** The elements from the root down; empty for the root. */
  public List<String> elements() {
    return isRoot() ? List.of() : Arrays.asList(value.substring(1).split("/", -1));
  }

  /** The last element; empty for the root. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The directory that it is in; of the root, the root. */
  public FilePath parent() {
    int slash = value.lastIndexOf('/');
    return slash <= 0 ? ROOT : new FilePath(value.substring(0, slash));
  }

  /** The path of {@code relative}, which may hold slashes, below this one. */
  public FilePath resolve(String relative) {
    return new FilePath(isRoot() ? "/" + relative : value + "/" + relative);
  }

  @Override
  public int compareTo(FilePath other) {
    return Arrays.compareUnsigned(value.getBytes(UTF_8), other.value.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return value;
  }
}
