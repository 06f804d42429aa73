/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.host;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.OwnDirectory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The directory for temporary files. Beam's native library is unpacked there and loaded from there,
 * and where that fails it only says that it is missing; so it is tried first.
 */
public final class TemporaryDirectory {
  private static final String NATIVE_CLASS = "org.xerial.snappy.Snappy";

  /** More than the library takes. */
  private static final int TRIAL_BYTES = 256 << 10;

  private TemporaryDirectory() {}

  public static Path path() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** As {@link #own(Path)}, in the directory for temporary files. */
  public static Path own() throws IOException {
    return own(path());
  }

  /** As {@link OwnDirectory#in}. */
  public static Path own(Path place) throws IOException {
    return OwnDirectory.in(place);
  }

  /**
   * Loads what Beam needs from it.
   *
   * @throws TuskException with {@code HOST} when it cannot be written, is full or holds no programs
   */
  public static void require() {
    require(path(), () -> Class.forName(NATIVE_CLASS));
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
              + reason(e)
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

  /** The fact alone, without the file's name. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    String reason = e instanceof FileSystemException ofFile ? ofFile.getReason() : e.getMessage();
    return reason == null ? e.toString() : reason;
  }
}
