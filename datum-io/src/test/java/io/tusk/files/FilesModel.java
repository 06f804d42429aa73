/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.name.FilePath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a file set should hold, in a map from path to content. */
final class FilesModel {
  /** Byte order of keys: a directory's ends in a slash. */
  static final Comparator<String> KEY_ORDER =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

  final TreeMap<FilePath, String> files = new TreeMap<>();

  FilesModel() {}

  FilesModel(FilesModel other) {
    files.putAll(other.files);
  }

  /** The message of the collision; empty when the file is put. */
  Optional<String> put(FilePath path, String content) {
    Optional<String> collision = fileAbove(path);
    if (collision.isPresent()) {
      return collision;
    }
    if (isDirectory(path)) {
      return Optional.of(
          "file \""
              + path
              + "\" cannot be written: a directory has that path; delete the directory first or"
              + " choose another path");
    }
    files.put(path, content);
    return Optional.empty();
  }

  Optional<String> putDirectory(FilePath path, Map<String, String> below) {
    Optional<String> collision = fileAbove(path);
    if (collision.isPresent()) {
      return collision;
    }
    if (files.containsKey(path)) {
      return Optional.of(
          "directory \""
              + path
              + "\" cannot be written: a file has that path; delete the file first or choose"
              + " another path");
    }
    delete(path);
    below.forEach((name, content) -> files.put(path.resolve(name), content));
    return Optional.empty();
  }

  void delete(FilePath path) {
    files.keySet().removeIf(file -> file.equals(path) || isBelow(file, path));
  }

  /** Relative path to content. */
  Map<String, String> below(FilePath directory) {
    Map<String, String> below = new TreeMap<>();
    int skip = directory.isRoot() ? 1 : directory.value().length() + 1;
    files.forEach(
        (file, content) -> {
          if (isBelow(file, directory)) {
            below.put(file.value().substring(skip), content);
          }
        });
    return below;
  }

  boolean isDirectory(FilePath path) {
    return files.keySet().stream().anyMatch(file -> isBelow(file, path));
  }

  /** Path of a file, or path of a directory with a slash, to all that it holds; not the root. */
  Map<String, Object> entries() {
    TreeMap<String, Object> entries = new TreeMap<>(KEY_ORDER);
    files.forEach(
        (file, content) -> {
          entries.put(file.value(), content);
          String text = file.value();
          for (int slash = text.indexOf('/', 1); slash > 0; slash = text.indexOf('/', slash + 1)) {
            entries.put(
                text.substring(0, slash + 1), below(new FilePath(text.substring(0, slash))));
          }
        });
    return entries;
  }

  /** Keys as in {@link #entries} that differ, the root among them. */
  Set<String> differences(FilesModel other) {
    Map<String, Object> before = entries();
    Map<String, Object> after = other.entries();
    TreeSet<String> keys = new TreeSet<>(KEY_ORDER);
    keys.addAll(before.keySet());
    keys.addAll(after.keySet());
    keys.removeIf(key -> before.containsKey(key) && before.get(key).equals(after.get(key)));
    if (!keys.isEmpty()) {
      keys.add("/");
    }
    return keys;
  }

  static String key(FilePath path, boolean directory) {
    return directory && !path.isRoot() ? path.value() + "/" : path.value();
  }

  private Optional<String> fileAbove(FilePath path) {
    return files.keySet().stream()
        .filter(file -> isBelow(path, file))
        .findFirst()
        .map(
            file ->
                "\""
                    + path
                    + "\" cannot be written: \""
                    + file
                    + "\" is a file, not a directory; delete the file first or choose another"
                    + " path");
  }

  private static boolean isBelow(FilePath path, FilePath directory) {
    return !path.isRoot()
        && (directory.isRoot() || path.value().startsWith(directory.value() + "/"));
  }
}
