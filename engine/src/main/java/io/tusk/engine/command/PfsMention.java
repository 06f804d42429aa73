/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds out whether a command relies on {@code /pfs}, which only isolation gives it: its arguments,
 * its standard input, or a script among its arguments names it. One that also names {@code
 * PFS_ROOT} is taken to know what it does.
 */
final class PfsMention {
  private static final Pattern MENTION = Pattern.compile("(?<![\\w.~/-])/pfs(?![\\w.-])");
  private static final int SCRIPT_BYTES = 1 << 20;

  private PfsMention() {}

  /** Where the mention is: {@code its arguments}. */
  static Optional<String> find(CommandRequest request) throws IOException {
    if (request.arguments().stream().anyMatch(PfsMention::names)) {
      return Optional.of("its arguments");
    }
    if (names(String.join("\n", request.stdin()))) {
      return Optional.of("its standard input");
    }
    Path directory = Path.of(request.workingDirectory().orElse("/"));
    for (String argument : request.arguments()) {
      if (argument.contains("/") && argument.length() < 4096) {
        Path file = directory.resolve(argument);
        if (Files.isRegularFile(file) && Files.isReadable(file) && names(script(file))) {
          return Optional.of(argument);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean names(String text) {
    return text.contains("/pfs") && !text.contains("PFS_ROOT") && MENTION.matcher(text).find();
  }

  /** The beginning of a text file; empty for any other. */
  private static String script(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(SCRIPT_BYTES);
      for (byte b : bytes) {
        if (b == 0) {
          return "";
        }
      }
      return new String(bytes, UTF_8);
    }
  }
}
