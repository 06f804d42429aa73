/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The calls to the file system that a local store is made of. An interrupt neither stops nor fails
 * any of them: the thread stays interrupted, and the call completes.
 */
class FileOperations {
  /** Channels copy through a buffer of the size of the call, which the thread then keeps. */
  private static final int SLICE = 256 * 1024;

  private static final CopyOption[] REPLACING = {
    StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING
  };

  /** Follows symbolic links. */
  BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }

  /** At most {@code length} bytes from {@code offset} on. */
  byte[] read(Path file, long offset, int length) throws IOException {
    return uninterrupted(
        () -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long rest = Math.max(0, channel.size() - offset);
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(rest, length));
            int end = buffer.limit();
            while (buffer.position() < end) {
              buffer.limit(Math.min(end, buffer.position() + SLICE));
              if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("file " + file + " was shortened while it was read");
              }
            }
            return buffer.array();
          }
        });
  }

  /**
   * Writes and forces {@code parts}, whose positions do not move; a file of that name is replaced,
   * not atomically.
   */
  void write(Path file, List<ByteBuffer> parts) throws IOException {
    uninterrupted(
        () -> {
          try (FileChannel channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE)) {
            for (ByteBuffer part : parts) {
              ByteBuffer rest = part.duplicate();
              while (rest.position() < part.limit()) {
                rest.limit(Math.min(part.limit(), rest.position() + SLICE));
                channel.write(rest);
              }
            }
            channel.force(true);
            return file;
          }
        });
  }

  void link(Path existing, Path link) throws IOException {
    Files.createLink(link, existing);
  }

  /** How many names the file has. */
  int links(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
  }

  /** Replaces {@code target} atomically. */
  void rename(Path file, Path target) throws IOException {
    Files.move(file, target, REPLACING);
  }

  void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory);
  }

  /** Forces the names in a directory, not those below. */
  void syncDirectory(Path directory) throws IOException {
    uninterrupted(
        () -> {
          try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return directory;
          }
        });
  }

  /** Deletes a file or an empty directory. */
  void delete(Path path) throws IOException {
    Files.delete(path);
  }

  List<String> names(Path directory, Predicate<String> wanted) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (wanted.test(name)) {
          names.add(name);
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @FunctionalInterface
  private interface Call<T> {
    T run() throws IOException;
  }

  private static <T> T uninterrupted(Call<T> call) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return call.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
