/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What lies below a directory and is no directory, links followed, in order of the names. The names
 * of one directory at a time are in memory, and of those above it. One directory may be left out.
 */
final class LocalTree implements Iterator<LocalTree.Found> {
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Path leftOut;
  private Found next;
  private boolean leftSomethingOut;

  /**
   * A file and how it is called within the tree.
   *
   * @param relative the elements below the top, separated by slashes
   */
  record Found(Path path, String relative, BasicFileAttributes attributes) {}

  private record Level(Path real, String prefix, Iterator<Path> entries) {}

  /**
   * @param leftOut a real path
   */
  LocalTree(Path top, Path leftOut) throws IOException {
    this.leftOut = leftOut;
    enter(top, "");
  }

  /** Whether the directory to leave out was met so far. */
  boolean leftSomethingOut() {
    return leftSomethingOut;
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null && !levels.isEmpty()) {
        advance();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return next != null;
  }

  @Override
  public Found next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Found result = next;
    next = null;
    return result;
  }

  private void advance() throws IOException {
    Level level = levels.peek();
    if (!level.entries().hasNext()) {
      levels.pop();
      return;
    }
    Path path = level.entries().next();
    String relative = level.prefix() + LocalNames.name(path);
    BasicFileAttributes attributes = attributes(path);
    if (attributes.isDirectory()) {
      enter(path, relative + "/");
    } else {
      next = new Found(path, relative, attributes);
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      throw LocalNames.unreadable(path, e);
    }
  }

  private void enter(Path directory, String prefix) throws IOException {
    Path real = directory.toRealPath();
    if (real.equals(leftOut)) {
      leftSomethingOut = true;
      return;
    }
    for (Level above : levels) {
      if (above.real().equals(real)) {
        throw new TuskException(
            ErrorCode.INVALID,
            "directory \"" + directory + "\" is a link to a directory above it; leave it out");
      }
    }
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw LocalNames.unreadable(directory, e.getCause());
    } catch (IOException e) {
      throw LocalNames.unreadable(directory, e);
    }
    Collections.sort(entries);
    levels.push(new Level(real, prefix, entries.iterator()));
  }
}
