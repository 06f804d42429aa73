/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.host;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.TemporaryDirectory;
import io.tusk.host.TemporaryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Beam's native library, which is unpacked in the directory for temporary files and loaded from
 * there. Where that fails it only says that it is missing; so the directory is tried first.
 */
public final class NativeLibrary {
  private static final String NATIVE_CLASS = "org.xerial.snappy.Snappy";

  /** More than the library takes. */
  private static final int TRIAL_BYTES = 256 << 10;

  private NativeLibrary() {}

  /**
   * Loads it.
   *
   * @throws TuskException with {@code HOST} when the directory cannot be written, is full or holds
   *     no programs
   */
  public static void require() {
    require(TemporaryDirectory.path(), () -> Class.forName(NATIVE_CLASS));
  }

  /** Loads a class. */
  interface Loading {
    Class<?> load() throws ClassNotFoundException;
  }

  static void require(Path directory, Loading loading) {
    try {
      Path trial = Files.createTempFile(directory, TemporaryName.prefix("trial"), null);
      try {
        Files.write(trial, new byte[TRIAL_BYTES]);
      } finally {
        Files.delete(trial);
      }
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "temporary directory "
              + directory
              + " cannot be written: "
              + TemporaryDirectory.reason(e)
              + "; mend that, or set TMPDIR to another one",
          e);
    }
    try {
      loading.load();
    } catch (LinkageError | ClassNotFoundException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "Beam's native library cannot be loaded from temporary directory "
              + directory
              + ": "
              + e.getMessage()
              + "; mount it without noexec, or set TMPDIR to another one",
          e);
    }
  }
}
