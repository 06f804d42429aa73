/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Keeps what Flink and Beam tell of their work off the terminal, unless the user has set logging
 * up: what goes wrong comes as an exception too. By the means of {@code java.util.logging}, which
 * the command line logs with.
 */
final class QuietLogs {
  /** Held, since the logging system forgets the level of a logger that nobody holds. */
  private static final List<Logger> LOGGERS =
      Stream.of("org.apache.flink", "org.apache.beam", "org.apache.pekko")
          .map(Logger::getLogger)
          .toList();

  private QuietLogs() {}

  static void apply() {
    if (System.getProperty("java.util.logging.config.file") == null
        && System.getProperty("java.util.logging.config.class") == null) {
      LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    }
  }
}
