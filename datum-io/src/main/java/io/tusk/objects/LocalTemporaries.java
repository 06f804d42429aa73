/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Files that are complete and forced before they get their real names. Those that a killed process
 * left are removed by the first write of a later one, a day after they were written.
 */
final class LocalTemporaries {
  private static final Duration STALE = Duration.ofDays(1);

  private final Path directory;
  private final LocalDirectories directories;
  private final FileOperations files;
  private final AtomicBoolean swept = new AtomicBoolean();

  LocalTemporaries(Path root, LocalDirectories directories, FileOperations files) {
    this.directory = root.resolve(ObjectKeys.RESERVED);
    this.directories = directories;
    this.files = files;
  }

  /** A name that nobody else has; there is no file yet. */
  Path name() {
    return directory.resolve(UUID.randomUUID().toString());
  }

  void write(Path file, List<ByteBuffer> parts) throws IOException {
    try {
      files.write(file, parts);
    } catch (NoSuchFileException e) {
      directories.create(directory);
      files.write(file, parts);
    }
    FileTime now = files.attributes(file).lastModifiedTime();
    directories.seen(now);
    if (swept.compareAndSet(false, true)) {
      sweep(FileTime.from(now.toInstant().minus(STALE)));
    }
  }

  boolean exists(Path file) throws IOException {
    try {
      files.attributes(file);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  void remove(Path file) {
    try {
      files.delete(file);
    } catch (IOException e) {
      // It has moved to its real name, or a later process sweeps it.
    }
  }

  private void sweep(FileTime before) throws IOException {
    for (String name : files.names(directory, name -> true)) {
      Path file = directory.resolve(name);
      try {
        BasicFileAttributes attributes = files.attributes(file);
        if (attributes.isRegularFile() && attributes.lastModifiedTime().compareTo(before) < 0) {
          files.delete(file);
        }
      } catch (IOException e) {
        // Another process was faster, or this one may not: the file is in nobody's way.
      }
    }
  }
}
