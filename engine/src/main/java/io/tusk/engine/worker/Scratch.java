/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.host.TemporaryDirectory;
import io.tusk.engine.host.TemporaryName;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for the datums of one lane, removed with it. Its name tells whose it is, so that the
 * leavings of a process that was killed are removed by the next one.
 */
final class Scratch implements AutoCloseable {
  /** Where the datums' files lie. */
  enum Medium {
    DISK,
    MEMORY
  }

  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path root;
  private long made;

  private Scratch(Path root) {
    this.root = root;
  }

  /**
   * @throws TuskException HOST when there is no place for it
   */
  static Scratch create(Medium medium) {
    Path temporary = medium == Medium.MEMORY ? MEMORY : TemporaryDirectory.path();
    if (medium == Medium.MEMORY && !Files.isWritable(MEMORY)) {
      throw new TuskException(
          ErrorCode.HOST,
          "this host has no memory volume that can be written at "
              + MEMORY
              + "; mount a tmpfs there, or remove memory_volume");
    }
    try {
      sweep(temporary);
      String name = TemporaryName.prefix("datums");
      return new Scratch(Files.createTempDirectory(temporary, name).toRealPath());
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "no directory for datums can be made in "
              + temporary
              + ": "
              + TemporaryDirectory.reason(e)
              + "; mend that, or set TMPDIR to another one",
          e);
    }
  }

  Path root() {
    return root;
  }

  /** Lets other users come to what lies below, if they know its name. */
  static void letThrough(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
  }

  /** An empty directory for the next datum. */
  Path newDatum() throws IOException {
    return newPrivate("datum");
  }

  /** An empty directory that others cannot enter. */
  Path newPrivate(String kind) throws IOException {
    made++;
    return Files.createDirectory(
        root.resolve(kind + "-" + made),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** What the user's code made unwritable is made writable again first. */
  static void delete(Path directory) {
    try {
      deleteOnce(directory);
    } catch (IOException | UncheckedIOException e) {
      openAll(directory);
      try {
        deleteOnce(directory);
      } catch (IOException | UncheckedIOException again) {
        // The next process that finds the directory tries once more.
        return;
      }
    }
  }

  private static void deleteOnce(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      return;
    }
  }

  private static void openAll(Path directory) {
    try {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
        for (Path child : children) {
          if (Files.isDirectory(child, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            openAll(child);
          }
        }
      }
    } catch (IOException e) {
      return;
    }
  }

  private static void sweep(Path temporary) throws IOException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(temporary, TemporaryName.GLOB)) {
      for (Path leaving : old) {
        if (TemporaryName.isAbandoned(leaving)) {
          delete(leaving);
        }
      }
    }
  }

  @Override
  public void close() {
    delete(root);
  }
}
