/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A line of {@code /proc/self/mountinfo}. */
record MountPoint(Path path, Set<String> options) {
  static List<MountPoint> readAll() throws IOException {
    List<MountPoint> mounts = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      String[] fields = line.split(" ", -1);
      mounts.add(new MountPoint(Path.of(unescape(fields[4])), Set.of(fields[5].split(",", -1))));
    }
    return mounts;
  }

  /** The mount that {@code path} is on. */
  static MountPoint of(List<MountPoint> mounts, Path path) {
    MountPoint deepest = new MountPoint(Path.of("/"), Set.of());
    for (MountPoint mount : mounts) {
      if (path.startsWith(mount.path) && mount.path.getNameCount() >= deepest.path.getNameCount()) {
        deepest = mount;
      }
    }
    return deepest;
  }

  /** Options for a read-only binding of this mount that takes none of its restrictions away. */
  String readOnly() {
    StringBuilder result = new StringBuilder("ro,nosuid,nodev");
    for (String option : List.of("noexec", "noatime", "nodiratime", "relatime")) {
      if (options.contains(option)) {
        result.append(',').append(option);
      }
    }
    return result.toString();
  }

  private static String unescape(String text) {
    return text.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
