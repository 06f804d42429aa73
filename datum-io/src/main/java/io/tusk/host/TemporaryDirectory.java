/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The host's directory for temporary files. */
public final class TemporaryDirectory {
  /** Where a Java process on Linux puts them that is told nothing. */
  private static final String UNTOLD = "/tmp";

  private TemporaryDirectory() {}

  /** What the process was told, or else {@code TMPDIR}, which no Java process heeds by itself. */
  public static Path path() {
    return path(System.getProperty("java.io.tmpdir"), System.getenv().getOrDefault("TMPDIR", ""));
  }

  static Path path(String told, String variable) {
    return Path.of(told.equals(UNTOLD) && !variable.isEmpty() ? variable : told);
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
