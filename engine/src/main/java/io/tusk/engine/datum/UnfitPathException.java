/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.error.Quote;
import io.tusk.name.FilePath;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A datum has a file whose path no file system of Linux takes. No other host would do better, so it
 * is the datum that fails.
 */
final class UnfitPathException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int MOST_NAME_BYTES = 255;
  private static final int MOST_PATH_BYTES = 4_095;

  private UnfitPathException(String message) {
    super(message);
  }

  /**
   * @param path in the input
   * @param target where it is to be on the host
   */
  static void check(String input, FilePath path, Path target) throws UnfitPathException {
    if (target.toString().length() <= MOST_NAME_BYTES / 3) {
      return;
    }
    for (String name : path.value().split("/", -1)) {
      int bytes = name.getBytes(UTF_8).length;
      if (bytes > MOST_NAME_BYTES) {
        throw unfit(input, path, "a name in its path", bytes, MOST_NAME_BYTES);
      }
    }
    int bytes = target.toString().getBytes(UTF_8).length;
    if (bytes > MOST_PATH_BYTES) {
      throw unfit(input, path, "its path on the host", bytes, MOST_PATH_BYTES);
    }
  }

  private static UnfitPathException unfit(
      String input, FilePath path, String what, int bytes, int most) {
    return new UnfitPathException(
        "file "
            + Quote.shortened(path.value())
            + " of input "
            + Quote.shortened(input)
            + " cannot be shown to a command: "
            + what
            + " has "
            + bytes
            + " bytes, and "
            + most
            + " are possible; rename the file, narrow the glob, or use Java code");
  }
}
