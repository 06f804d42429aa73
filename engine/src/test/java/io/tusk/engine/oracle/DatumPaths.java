/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import io.tusk.glob.Glob;
import io.tusk.glob.GlobMatch;
import io.tusk.name.FilePath;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The paths of an input that are datums, by looking at each. */
public final class DatumPaths {
  private DatumPaths() {}

  /** A file, or a directory with all that is below it. */
  public record DatumPath(
      String path, boolean directory, Map<String, String> files, GlobMatch match) {}

  /** In no order. */
  public static List<DatumPath> of(Map<String, String> files, String pattern) {
    Glob glob = Glob.parse(pattern);
    Set<String> directories = new HashSet<>();
    for (String file : files.keySet()) {
      directories.add("/");
      for (int slash = file.indexOf('/', 1); slash > 0; slash = file.indexOf('/', slash + 1)) {
        directories.add(file.substring(0, slash));
      }
    }
    return Stream.concat(
            files.keySet().stream().map(file -> of(glob, file, false, files)),
            directories.stream().map(directory -> of(glob, directory, true, files)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<DatumPath> of(
      Glob glob, String path, boolean directory, Map<String, String> files) {
    return glob.match(new FilePath(path))
        .map(match -> new DatumPath(path, directory, at(files, path, directory), match));
  }

  /** What lies at a path. */
  static Map<String, String> at(Map<String, String> files, String path, boolean directory) {
    if (directory) {
      return below(files, path);
    }
    return files.containsKey(path) ? Map.of(path, files.get(path)) : Map.of();
  }

  static Map<String, String> below(Map<String, String> files, String directory) {
    String prefix = directory.equals("/") ? "/" : directory + "/";
    Map<String, String> below = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          if (path.startsWith(prefix)) {
            below.put(path, content);
          }
        });
    return below;
  }
}
