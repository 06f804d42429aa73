/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.view;

import io.tusk.engine.host.HostFacts;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a datum comes to see directories where the host, which is read-only, has none: in the nearest
 * directory that the host has, a copy of its bare structure is shown instead, and all that it holds
 * within that.
 *
 * @param topLevel directories, relative to the root, that the new root itself must have
 * @param replaced read-only bindings, in order: parents first
 * @param shown read-only bindings of what was asked for, after all others
 */
public record MountPlan(List<Path> topLevel, List<ViewMount> replaced, List<ViewMount> shown) {
  static final MountPlan NONE = new MountPlan(List.of(), List.of(), List.of());

  /** A directory with more entries is not rebuilt for each datum. */
  private static final int MOST_ENTRIES = 1_000;

  /**
   * @param skeletons an empty directory for what must be made up
   * @throws TuskException INVALID for a place that cannot be made
   */
  static MountPlan of(List<ViewMount> mounts, HostFacts facts, Path skeletons) throws IOException {
    List<Path> topLevel = new ArrayList<>();
    List<ViewMount> shown = new ArrayList<>();
    Map<Path, List<Path>> missing = new TreeMap<>();
    for (ViewMount mount : mounts) {
      Path top = Path.of("/").resolve(mount.target().getName(0));
      if (HostFacts.PRIVATE.contains(top.getFileName().toString()) || top.equals(Path.of("/sys"))) {
        throw unusable(mount, "is in " + top + ", which is the datum's own");
      }
      if (!facts.directories().contains(top) && !facts.links().containsKey(top)) {
        topLevel.add(Path.of("/").relativize(mount.target()));
        shown.add(mount);
        continue;
      }
      Path present = mount.target();
      while (!Files.exists(present)) {
        present = present.getParent();
      }
      Path real = present.toRealPath();
      if (!Files.isDirectory(real)) {
        throw unusable(mount, "is below " + present + ", which is a file");
      }
      Path rest = present.relativize(mount.target());
      Path target = present.equals(mount.target()) ? real : real.resolve(rest);
      shown.add(new ViewMount(mount.source(), target));
      if (!target.equals(real)) {
        missing.computeIfAbsent(real, key -> new ArrayList<>()).add(rest);
      }
    }
    List<ViewMount> replaced = new ArrayList<>();
    for (Map.Entry<Path, List<Path>> place : missing.entrySet()) {
      Path skeleton = Files.createDirectory(skeletons.resolve("skeleton-" + replaced.size()));
      replaced.add(new ViewMount(skeleton, place.getKey()));
      replaced.addAll(fill(skeleton, place.getKey()));
      for (Path rest : place.getValue()) {
        Files.createDirectories(skeleton.resolve(rest));
      }
    }
    return new MountPlan(List.copyOf(topLevel), List.copyOf(replaced), List.copyOf(shown));
  }

  /** Gives {@code skeleton} the names that {@code place} has, and says what to bind to them. */
  private static List<ViewMount> fill(Path skeleton, Path place) throws IOException {
    List<ViewMount> entries = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(place)) {
      for (Path child : children) {
        Path copy = skeleton.resolve(child.getFileName());
        if (Files.isSymbolicLink(child)) {
          Files.createSymbolicLink(copy, Files.readSymbolicLink(child));
          continue;
        }
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(copy);
        } else {
          Files.createFile(copy);
        }
        entries.add(new ViewMount(child, child));
        if (entries.size() > MOST_ENTRIES) {
          throw new TuskException(
              ErrorCode.INVALID,
              "nothing can be shown below "
                  + place
                  + ", which has more than "
                  + MOST_ENTRIES
                  + " entries; choose another mount_path");
        }
      }
    }
    return entries;
  }

  private static TuskException unusable(ViewMount mount, String fact) {
    return new TuskException(
        ErrorCode.INVALID, "mount_path " + mount.target() + " " + fact + "; choose another place");
  }
}
