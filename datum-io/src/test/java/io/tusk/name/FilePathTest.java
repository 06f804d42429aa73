/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FilePathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a",
        "/a/b.png",
        "/.a",
        "/..a",
        "/...",
        "/a b",
        "/\u00e9/\ud83d\ude00",
        "/~"
      })
  void acceptsWhatTheFormatAllows(String path) {
    assertThat(new FilePath(path).value()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "a, does not start with \"/\"",
    "'', does not start with \"/\"",
    "//, has an empty element",
    "/a/, has an empty element",
    "/a//b, has an empty element",
    "/., has the relative element \".\"",
    "/a/.., has the relative element \"..\"",
    "/../a, has the relative element \"..\""
  })
  void refusesMalformedPaths(String path, String fact) {
    assertRefused(path, path, fact);
  }

  @Test
  void refusesControlCharactersAndHalvesOfPairs() {
    assertRefused("/a\nb", "/a?b", "holds the control character U+000A");
    assertRefused("/a\u007f", "/a?", "holds the control character U+007F");
    for (String half : new String[] {"/\ud83d", "/\ude00", "/\ud83dx", "/\ud83d/\ude00"}) {
      assertRefused(half, half, "is not valid Unicode");
    }
  }

  @Test
  void countsBytesNotCharacters() {
    String wide = "\u20ac".repeat(341) + "x";
    assertThat(new FilePath("/" + wide).name()).isEqualTo(wide);
    assertRefused("/" + wide + "x", "/" + wide + "x", "has an element of more than 1024 bytes");
    String longest = ("/" + "x".repeat(1_023)).repeat(4);
    assertThat(new FilePath(longest).elements()).hasSize(4);
    String tooLong = longest + "/x";
    assertRefused(tooLong, tooLong, "is longer than 4096 bytes");
  }

  private static void assertRefused(String path, String shown, String fact) {
    assertThatThrownBy(() -> new FilePath(path))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessage("path \"" + shown + "\" " + fact + "; rename the file");
  }
}
