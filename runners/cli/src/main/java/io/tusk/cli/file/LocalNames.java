/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Failures;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Names of local files, and what to say about files that cannot be put. */
final class LocalNames {
  /** What takes the place of bytes that are no characters. */
  private static final char REPLACEMENT = '\uFFFD';

  /** How the system says it, in the locale that the launcher sets. */
  private static final String LINK_LOOP = "Too many levels of symbolic links";

  private LocalNames() {}

  /**
   * The last element of a path, as text.
   *
   * @throws TuskException INVALID when its bytes are not text in this locale's encoding
   */
  static String name(Path path) {
    String name = path.getFileName().toString();
    if (name.indexOf(REPLACEMENT) >= 0 && !isExact(name, path.getFileName())) {
      throw new TuskException(
          ErrorCode.INVALID,
          "file \""
              + path
              + "\" has a name that is not text in the encoding "
              + System.getProperty("sun.jnu.encoding")
              + "; rename it, or set LC_ALL=C.UTF-8 where that is not set");
    }
    return name;
  }

  private static boolean isExact(String name, Path file) {
    try {
      return Path.of(name).equals(file);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Why a local file or directory cannot be put. */
  static TuskException unreadable(Path path, IOException e) {
    String what = Files.isDirectory(path) ? "directory" : "file";
    if (e instanceof NoSuchFileException) {
      boolean link = Files.isSymbolicLink(path);
      return new TuskException(
          ErrorCode.NOT_FOUND,
          "file \""
              + path
              + "\" "
              + (link ? "is a link to nothing; mend or remove it" : "does not exist"),
          e);
    }
    if (e instanceof AccessDeniedException) {
      return new TuskException(
          ErrorCode.INVALID, what + " \"" + path + "\" may not be read; change its mode", e);
    }
    if (Failures.reason(e).startsWith(LINK_LOOP)) {
      return new TuskException(
          ErrorCode.INVALID,
          "file \"" + path + "\" is a link that leads back to itself; mend or remove it",
          e);
    }
    return new TuskException(
        ErrorCode.INVALID,
        what + " \"" + path + "\" cannot be read: " + Failures.reason(e) + "; check it",
        e);
  }
}
