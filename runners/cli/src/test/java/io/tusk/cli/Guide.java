/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation whose commands can be run: blocks of {@code sh}, each followed by a
 * block of {@code text} if it prints something that the page shows.
 */
record Guide(Path file, List<Step> steps) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?<skip><!-- not run: [^\\n]*-->\\n)?```sh\\n(?<commands>.*?)```\\n"
              + "(?:\\n```text\\n(?<output>.*?)```\\n)?",
          Pattern.DOTALL);

  /**
   * Commands that are given one after the other.
   *
   * @param line of the page, from 1
   * @param output what the page says that they print
   */
  record Step(int line, String commands, Optional<String> output) {}

  /** Of {@code page}, a path from the root of the tree. */
  static Guide read(String page) {
    Path file = Path.of("../..", page);
    try {
      String text = Files.readString(file);
      List<Step> steps = new ArrayList<>();
      Matcher matcher = BLOCK.matcher(text);
      while (matcher.find()) {
        if (matcher.group("skip") == null) {
          int line = (int) text.substring(0, matcher.start()).lines().count() + 1;
          steps.add(
              new Step(
                  line, matcher.group("commands"), Optional.ofNullable(matcher.group("output"))));
        }
      }
      return new Guide(file, steps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
