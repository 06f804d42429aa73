/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The jar that executors load Tusk from. */
final class Bundle {
  private static final String NAME = "tusk-spark-bundled.jar";

  private Bundle() {}

  /**
   * The jar beside the one that this class is in.
   *
   * @throws TuskException HOST where there is none
   */
  static Path file() {
    Path file = here().resolveSibling(NAME);
    if (!Files.isRegularFile(file)) {
      throw new TuskException(
          ErrorCode.HOST,
          "there is no "
              + file
              + ", which a Spark cluster loads Tusk from; build Tusk again, or give the jar with"
              + " spark-submit");
    }
    return file;
  }

  private static Path here() {
    try {
      return Path.of(Bundle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
