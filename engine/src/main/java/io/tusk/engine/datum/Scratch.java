/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.FileTree;
import io.tusk.host.TemporaryDirectory;
import io.tusk.host.TemporaryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for the datums of one lane, removed with it. Its name tells whose it is, so that the
 * leavings of a process that was killed are removed by the next one.
 */
public final class Scratch implements AutoCloseable {
  /** Where the datums' files lie. */
  enum Medium {
    DISK,
    MEMORY
  }

  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path root;
  private final Set<Path> hidden;
  private long made;

  private Scratch(Path root, Set<Path> hidden) {
    this.root = root;
    this.hidden = hidden;
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
      Path own = TemporaryDirectory.own(temporary);
      sweep(temporary);
      sweep(own);
      String name = TemporaryName.prefix("datums");
      Path root = Files.createTempDirectory(own, name).toRealPath();
      Set<Path> hidden = new HashSet<>(Set.of(root.getParent()));
      onDisk().ifPresent(hidden::add);
      return new Scratch(root, Set.copyOf(hidden));
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

  /** Empty where nothing can be kept, so that there is nothing to hide or to remove. */
  private static Optional<Path> onDisk() {
    try {
      return Optional.of(TemporaryDirectory.own());
    } catch (IOException e) {
      LOG.debug("no temporary files can be kept in {}", TemporaryDirectory.path(), e);
      return Optional.empty();
    }
  }

  /** Removes what processes that were killed have left on disk, whatever it was for. */
  public static void sweepDisk() {
    onDisk()
        .ifPresent(
            own -> {
              try {
                sweep(own);
              } catch (IOException e) {
                LOG.debug("{} cannot be looked through", own, e);
              }
            });
  }

  Path root() {
    return root;
  }

  /** Holds this one and those of other lanes. */
  Path all() {
    return root.getParent();
  }

  /** What processes of this user keep for a while, in memory or on disk: no datum is to see it. */
  Set<Path> hidden() {
    return hidden;
  }

  /** What was chosen to hold temporary files. */
  Path place() {
    return all().getParent();
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

  /** What the user's code made unwritable or too deep for a path is deleted as well. */
  static void delete(Path directory) {
    try {
      FileTree.delete(directory);
    } catch (IOException | UncheckedIOException e) {
      try {
        deleteFlat(directory);
      } catch (IOException | UncheckedIOException again) {
        // The next process that finds the directory tries once more.
        return;
      }
    }
  }

  /** Moves each directory up before it is entered, so that paths stay short. */
  private static void deleteFlat(Path top) throws IOException {
    Deque<Path> left = new ArrayDeque<>(List.of(top));
    long moved = 0;
    while (!left.isEmpty()) {
      Path directory = left.peek();
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      boolean isEmpty = true;
      try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
        for (Path child : children) {
          if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(child);
          } else if (directory.equals(top)) {
            left.push(child);
            isEmpty = false;
          } else {
            Files.setPosixFilePermissions(child, PosixFilePermissions.fromString("rwx------"));
            Path up = top.resolve(".moved-" + moved++);
            Files.move(child, up);
            left.push(up);
          }
        }
      }
      if (isEmpty) {
        Files.delete(directory);
        left.remove(directory);
      }
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
