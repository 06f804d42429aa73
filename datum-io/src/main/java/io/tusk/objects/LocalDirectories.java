/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes, forces and removes the directories of a local store.
 *
 * <p>An object survives power loss when its own name and the name of every directory above it do,
 * whoever made them. A directory need not be forced again while its modification time is what it
 * was before the last time, provided that this time was well past then: within one tick of the file
 * system's clock two changes look the same. That clock is read off files just written, so it is the
 * server's on a network file system.
 */
final class LocalDirectories {
  private static final long SETTLED_MILLIS = 2_000;
  private static final int MOST_REMEMBERED = 10_000;

  private final Path root;
  private final FileOperations files;
  private volatile boolean rootForced;

  /** Modification times at which all names in a directory are known to be forced. */
  private final Map<Path, FileTime> forced =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, FileTime> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private long newestMillis = Long.MIN_VALUE;

  LocalDirectories(Path root, FileOperations files) {
    this.root = root;
    this.files = files;
  }

  /** The file system's clock has shown {@code time}. */
  void seen(FileTime time) {
    synchronized (forced) {
      newestMillis = Math.max(newestMillis, time.toMillis());
    }
  }

  /**
   * Makes {@code directory} and what is missing above it. A directory that another process removes
   * at the same time may be missing afterwards.
   */
  void create(Path directory) throws IOException {
    try {
      createOne(directory);
    } catch (NoSuchFileException e) {
      Path parent = directory.getParent();
      if (parent == null) {
        throw e;
      }
      create(parent);
      createOne(directory);
    }
  }

  private void createOne(Path directory) throws IOException {
    try {
      files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      return;
    }
    if (root.startsWith(directory)) {
      forceAbove(directory);
    }
  }

  /** Forces every name from the root down to those in {@code directory}. */
  void force(Path directory) throws IOException {
    if (!rootForced) {
      forceAbove(root);
      rootForced = true;
    }
    for (Path at = directory; at != null && at.startsWith(root); at = at.getParent()) {
      try {
        forceOne(at);
      } catch (NoSuchFileException e) {
        // Removed since, with all that was in it; the names above are forced all the same.
      }
    }
  }

  private void forceOne(Path directory) throws IOException {
    FileTime changed = files.attributes(directory).lastModifiedTime();
    synchronized (forced) {
      if (changed.equals(forced.get(directory))) {
        return;
      }
    }
    files.syncDirectory(directory);
    synchronized (forced) {
      if (changed.toMillis() < newestMillis - SETTLED_MILLIS) {
        forced.put(directory, changed);
      }
    }
  }

  /** Forces the name of a directory that is not below the root; its parent may be unreadable. */
  private void forceAbove(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent == null) {
      return;
    }
    try {
      files.syncDirectory(parent);
    } catch (AccessDeniedException | NoSuchFileException e) {
      // Who may not list the parent cannot force it; the root's own names are forced in any case.
    }
  }

  /**
   * Removes {@code directory} and those above it as far as they are empty, but never the root or
   * what lies in it directly; then forces the removal.
   */
  void prune(Path directory) throws IOException {
    Path at = directory;
    while (at.startsWith(root) && !at.equals(root) && !root.equals(at.getParent())) {
      if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        try {
          files.delete(at);
        } catch (NoSuchFileException e) {
          // Another process removed it; what is above may be left to this one.
        } catch (IOException e) {
          break;
        }
      } else if (Files.exists(at)) {
        break;
      }
      at = at.getParent();
    }
    forceNearest(at);
  }

  private void forceNearest(Path directory) throws IOException {
    for (Path at = directory; at != null && at.startsWith(root); at = at.getParent()) {
      try {
        if (Files.isDirectory(at)) {
          files.syncDirectory(at);
          return;
        }
      } catch (NoSuchFileException e) {
        // Removed since; its own name is then what must be forced.
      }
    }
  }
}
