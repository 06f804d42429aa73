/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.view;

import io.tusk.engine.host.HostFacts;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * What one datum sees: its own {@code /pfs} and {@code /tmp}, an empty place where a path is
 * hidden, and the host, read-only, elsewhere. Without isolation it sees the host as it is.
 *
 * <p>In the datum's directory on the host, {@code pfs} and {@code pipes} are the caller's work;
 * {@code tmp} becomes the datum's {@code /tmp}. Other names in it belong to this package. The
 * caller deletes it.
 */
public final class DatumView {
  private static final int MAX_LINKS = 40;
  private static final Set<String> SPECIAL = Set.of("dev", "proc", "sys");

  private final Path directory;
  private final Path pfs;
  private final Path tmp;
  private final List<Path> hidden;
  private final boolean isolated;
  private final MountPlan mounts;

  private DatumView(Path directory, List<Path> hidden, boolean isolated, MountPlan mounts) {
    this.directory = directory;
    this.pfs = directory.resolve("pfs");
    this.tmp = directory.resolve("tmp");
    this.hidden = hidden;
    this.isolated = isolated;
    this.mounts = mounts;
  }

  public static DatumView of(
      Path datumDirectory,
      Collection<Path> hidden,
      List<ViewMount> mounts,
      boolean isolated,
      HostFacts facts) {
    try {
      Path directory = datumDirectory.toRealPath();
      MountPlan plan = mounts.isEmpty() ? MountPlan.NONE : MountPlan.of(mounts, facts, directory);
      DatumView view = new DatumView(directory, outermost(realPaths(hidden)), isolated, plan);
      if (!Files.isDirectory(view.pfs, LinkOption.NOFOLLOW_LINKS)) {
        throw new IllegalArgumentException(datumDirectory + " holds no directory \"pfs\"");
      }
      if (!Files.isDirectory(view.tmp, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(view.tmp);
        // A root command may become another user; any other command has one user only.
        Files.setAttribute(view.tmp, "unix:mode", facts.root() ? 01777 : 0700);
      }
      return view;
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "the datum directory " + datumDirectory + " cannot be prepared: " + e.getMessage(),
          e);
    }
  }

  /** What is not there, or cannot be reached by this process, needs no hiding. */
  private static List<Path> realPaths(Collection<Path> paths) throws IOException {
    List<Path> real = new ArrayList<>();
    for (Path path : paths) {
      Path resolved;
      try {
        resolved = path.toRealPath();
      } catch (NoSuchFileException | AccessDeniedException e) {
        continue;
      }
      if (resolved.getNameCount() == 0) {
        throw new IllegalArgumentException("the whole host cannot be hidden");
      }
      real.add(resolved);
    }
    return real;
  }

  private static List<Path> outermost(List<Path> paths) {
    return paths.stream()
        .filter(path -> paths.stream().noneMatch(p -> path.startsWith(p) && !path.equals(p)))
        .distinct()
        .sorted()
        .toList();
  }

  /** Where the command finds its inputs and {@code out}: {@code /pfs}, if isolated. */
  public String pfsRoot() {
    return isolated ? "/pfs" : pfs.toString();
  }

  /** Where the command finds its scratch space: {@code /tmp}, if isolated. */
  public String tmpRoot() {
    return isolated ? "/tmp" : tmp.toString();
  }

  public boolean isolated() {
    return isolated;
  }

  public Path directory() {
    return directory;
  }

  public Path pfs() {
    return pfs;
  }

  public Path tmp() {
    return tmp;
  }

  /** The hidden paths of the host that the datum would otherwise see. */
  public List<Path> masks() {
    return hidden.stream()
        .filter(path -> !HostFacts.PRIVATE.contains(path.getName(0).toString()))
        .toList();
  }

  public MountPlan mounts() {
    return mounts;
  }

  /** Shown in place of a hidden file. */
  public Path emptyFile() throws IOException {
    Path file = directory.resolve("empty");
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    return file;
  }

  /**
   * Follows {@code path}, absolute, as the datum would.
   *
   * @throws IOException when the host fails, not when there is nothing
   */
  public Resolution resolve(String path) throws IOException {
    Deque<String> todo = new ArrayDeque<>(elements(path));
    List<String> done = new ArrayList<>();
    int links = 0;
    BasicFileAttributes attributes = null;
    while (!todo.isEmpty()) {
      String element = todo.pop();
      if (element.equals("..")) {
        if (!done.isEmpty()) {
          done.remove(done.size() - 1);
        }
        attributes = null;
        continue;
      }
      done.add(element);
      String here = join(done);
      if (SPECIAL.contains(done.get(0))) {
        return new Resolution.Special(here);
      }
      if (isHidden(here)) {
        return new Resolution.Failed(here, "is hidden from the datum");
      }
      try {
        attributes =
            Files.readAttributes(host(here), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      } catch (AccessDeniedException e) {
        return new Resolution.Failed(here, "may not be read");
      } catch (FileSystemException e) {
        return new Resolution.Failed(here, "does not exist");
      }
      if (attributes.isSymbolicLink()) {
        if (++links > MAX_LINKS) {
          return new Resolution.Failed(here, "is a loop of links");
        }
        String target = Files.readSymbolicLink(host(here)).toString();
        done.remove(done.size() - 1);
        if (target.startsWith("/")) {
          done.clear();
        }
        List<String> rest = new ArrayList<>(elements(target));
        rest.addAll(todo);
        todo = new ArrayDeque<>(rest);
      } else if (!attributes.isDirectory() && (!todo.isEmpty() || (isolated && done.size() == 1))) {
        return new Resolution.Failed(here, "does not exist");
      }
    }
    Path host = host(join(done));
    if (attributes == null) {
      attributes = Files.readAttributes(host, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
    return new Resolution.Found(seen(host), host, attributes);
  }

  /** For this process, the file at {@code path}, of which only the last element may be a link. */
  Path host(String path) {
    if (isolated) {
      if (path.equals("/pfs") || path.startsWith("/pfs/")) {
        return pfs.resolve(path.substring(Math.min(path.length(), "/pfs/".length())));
      }
      if (path.equals("/tmp") || path.startsWith("/tmp/")) {
        return tmp.resolve(path.substring(Math.min(path.length(), "/tmp/".length())));
      }
    }
    return Path.of(path);
  }

  /** One name for what has two: the datum's directory may be visible where the host has it. */
  private String seen(Path host) {
    if (host.startsWith(pfs)) {
      return host.equals(pfs) ? pfsRoot() : pfsRoot() + "/" + pfs.relativize(host);
    }
    return host.startsWith(tmp) && isolated ? "/tmp/" + tmp.relativize(host) : host.toString();
  }

  private boolean isHidden(String path) {
    Path host = host(path);
    // Without isolation the way to what is its own leads through what is hidden.
    boolean own =
        isolated
            ? !host.toString().equals(path)
            : host.startsWith(pfs) || host.startsWith(tmp) || pfs.startsWith(host);
    return !own
        && (hidden.stream().anyMatch(host::startsWith)
            || mounts.shown().stream().anyMatch(mount -> host.startsWith(mount.target())));
  }

  private static List<String> elements(String path) {
    return Arrays.stream(path.split("/", -1))
        .filter(element -> !element.isEmpty() && !element.equals("."))
        .toList();
  }

  private static String join(List<String> elements) {
    return "/" + String.join("/", elements);
  }
}
