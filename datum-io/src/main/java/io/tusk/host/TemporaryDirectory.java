/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The host's directory for temporary files. */
public final class TemporaryDirectory {
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
