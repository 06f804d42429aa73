/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * One listing of a local store: a walk in the order of keys that reads only the directories it
 * passes. A directory sorts as its name with a slash, after siblings such as {@code name-x} and
 * {@code name.x}; whether a name is a directory is asked only when its turn as a file comes, and a
 * directory is then put back to wait for its own.
 */
final class LocalListing {
  private final Path root;
  private final FileOperations files;
  private final LocalErrors errors;
  private final String prefix;
  private final String after;
  private final int limit;
  private final List<String> keys = new ArrayList<>();

  LocalListing(
      Path root, FileOperations files, LocalErrors errors, String prefix, String after, int limit) {
    this.root = root;
    this.files = files;
    this.errors = errors;
    this.prefix = prefix;
    this.after = after;
    this.limit = limit;
  }

  List<String> keys() throws IOException {
    walk(prefix.substring(0, prefix.lastIndexOf('/') + 1));
    return keys;
  }

  /** {@code directory} is empty or ends in a slash. */
  private void walk(String directory) throws IOException {
    PriorityQueue<String> waiting = children(directory);
    String last = "";
    while (keys.size() < limit && !waiting.isEmpty()) {
      String next = waiting.poll();
      if (next.equals(last)) {
        continue;
      }
      last = next;
      if (next.endsWith("/")) {
        walk(next);
      } else {
        visit(next, waiting);
      }
    }
  }

  private void visit(String key, PriorityQueue<String> waiting) throws IOException {
    Path path = root.resolve(key);
    BasicFileAttributes attributes;
    try {
      attributes = files.attributes(path);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      if (leadsToItself(path, e)) {
        return;
      }
      throw e;
    }
    if (attributes.isRegularFile()) {
      keys.add(key);
    } else if (attributes.isDirectory()) {
      waiting.add(key + "/");
    }
  }

  /** Whether a symbolic link, in the end, leads back to where it is; no object does. */
  private static boolean leadsToItself(Path path, IOException failure) {
    return Files.isSymbolicLink(path)
        && String.valueOf(failure.getMessage()).contains("levels of symbolic links");
  }

  /** What may be or hold a key of this listing; what can only be a directory ends in a slash. */
  private PriorityQueue<String> children(String directory) throws IOException {
    PriorityQueue<String> waiting = new PriorityQueue<>();
    Path path = root.resolve(directory);
    List<String> names;
    try {
      names = files.names(path, ObjectKeys::isElement);
    } catch (IOException e) {
      // A key of that name is no directory, even if it is deleted before it is looked at again.
      boolean isKey = e instanceof NotDirectoryException && !directory.isEmpty();
      if (errors.absent(path, e) || isKey) {
        return waiting;
      }
      throw e;
    }
    for (String name : names) {
      String key = directory + name;
      boolean reserved = directory.isEmpty() && name.equals(ObjectKeys.RESERVED);
      if (reserved || !key.startsWith(prefix) || key.length() > ObjectKeys.MAX_KEY) {
        continue;
      }
      String below = key + "/";
      if (key.compareTo(after) > 0) {
        waiting.add(key);
      } else if (below.compareTo(after) > 0 || after.startsWith(below)) {
        waiting.add(below);
      }
    }
    return waiting;
  }
}
