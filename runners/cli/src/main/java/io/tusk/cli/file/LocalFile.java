/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * A local file as a source. What is read is what the file was from beginning to end: one that is
 * another, or was written to, when it has been read fails the read.
 */
final class LocalFile {
  private static final int FILE_TYPE = 0xF000;
  private static final int NAMED_PIPE = 0x1000;

  private LocalFile() {}

  /** A named pipe is read as it is; a device or a socket would never end, or cannot be read. */
  static InputStream open(Path path, TransferProgress progress) {
    try {
      if (!Files.isRegularFile(path) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        if ((mode & FILE_TYPE) != NAMED_PIPE) {
          throw new TuskException(
              ErrorCode.INVALID,
              "\"" + path + "\" is a device or a socket, not a file; leave it out");
        }
        return new Stream(path, Files.newInputStream(path), progress);
      }
      return openRegular(path, progress);
    } catch (IOException e) {
      throw LocalNames.unreadable(path, e);
    }
  }

  /** As {@link #open}, of a file that has to be a regular one. */
  static InputStream openRegular(Path path, TransferProgress progress) {
    try {
      BasicFileAttributes before = attributes(path);
      requireRegular(path, before);
      return new Stream(path, Files.newInputStream(path), progress) {
        @Override
        void atEnd() {
          requireSame(path, before);
        }
      };
    } catch (IOException e) {
      throw LocalNames.unreadable(path, e);
    }
  }

  static void requireRegular(Path path, BasicFileAttributes attributes) {
    if (!attributes.isRegularFile()) {
      throw new TuskException(
          ErrorCode.INVALID,
          "\"" + path + "\" is a device, a socket or a named pipe, not a file; leave it out");
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }

  private static void requireSame(Path path, BasicFileAttributes before) {
    boolean same;
    try {
      BasicFileAttributes now = attributes(path);
      same =
          now.size() == before.size()
              && now.lastModifiedTime().equals(before.lastModifiedTime())
              && Objects.equals(now.fileKey(), before.fileKey());
    } catch (IOException e) {
      same = false;
    }
    if (!same) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "file \""
              + path
              + "\" changed while it was read; nothing was changed in the store. Put it when it is"
              + " at rest, or as it comes through standard input");
    }
  }

  private static class Stream extends SourceStream {
    private final Path path;

    Stream(Path path, InputStream in, TransferProgress progress) {
      super(in, progress);
      this.path = path;
    }

    @Override
    RuntimeException failure(IOException e, long bytesBefore) {
      return LocalNames.unreadable(path, e);
    }
  }
}
