/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that the command line prints, kept in {@code src/test/resources/golden}. With {@code
 * -Dgolden.update=true} they are written anew: look at the difference before you commit it.
 */
final class Golden {
  private static final Path DIRECTORY = Path.of("src/test/resources/golden");
  private static final Pattern ID = Pattern.compile("\\b(?:[0-9a-f]{64}|[0-9a-f]{32})\\b");

  private Golden() {}

  static void assertMatches(String name, String text) {
    assertMatches(DIRECTORY.resolve(name + ".txt"), normalised(text));
  }

  static void assertMatches(Path file, String text) {
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(text).as(file.toString()).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ids and hashes are numbered in the order in which they are seen, and stay as long. */
  static String normalised(String text) {
    Map<String, String> names = new LinkedHashMap<>();
    Matcher matcher = ID.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String id = matcher.group();
      String name =
          names.computeIfAbsent(
              id,
              unseen -> "#".repeat(unseen.length() - 2) + String.format("%02d", names.size() + 1));
      matcher.appendReplacement(result, Matcher.quoteReplacement(name));
    }
    return matcher.appendTail(result).toString();
  }
}
