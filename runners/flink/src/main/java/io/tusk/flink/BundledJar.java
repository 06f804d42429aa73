/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The jar that holds all that workers need, beside the one that this class is in. */
final class BundledJar {
  private static final String NAME = "tusk-flink-bundled.jar";

  private BundledJar() {}

  /**
   * @throws TuskException HOST when it is not there
   */
  static Path find() {
    Path here;
    try {
      here = Path.of(BundledJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new TuskException(ErrorCode.INTERNAL, "a jar has no path: " + e.getMessage(), e);
    }
    Path bundled = here.resolveSibling(NAME);
    if (!Files.isRegularFile(bundled)) {
      throw new TuskException(
          ErrorCode.HOST,
          "there is no "
              + NAME
              + " in "
              + here.getParent()
              + ", and workers of a cluster need it; build it with 'mvn package', or name it with"
              + " --filesToStage=FILE");
    }
    return bundled;
  }
}
