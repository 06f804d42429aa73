/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.glob.Glob;
import io.tusk.name.FilePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The paths of an input that are datums, by looking at each. */
public final class DatumPaths {
  private DatumPaths() {}

  /** A file, or a directory with all that is below it. */
  public record DatumPath(String path, boolean directory, Map<String, String> files) {}

  public static List<DatumPath> of(Map<String, String> files, String pattern) {
    Glob glob = Glob.parse(pattern);
    Set<String> directories = new HashSet<>();
    for (String file : files.keySet()) {
      directories.add("/");
      for (int slash = file.indexOf('/', 1); slash > 0; slash = file.indexOf('/', slash + 1)) {
        directories.add(file.substring(0, slash));
      }
    }
    List<DatumPath> datums = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (glob.matches(new FilePath(file.getKey()))) {
        datums.add(new DatumPath(file.getKey(), false, Map.of(file.getKey(), file.getValue())));
      }
    }
    for (String directory : directories) {
      if (glob.matches(new FilePath(directory))) {
        datums.add(new DatumPath(directory, true, below(files, directory)));
      }
    }
    return datums;
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
