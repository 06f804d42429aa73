/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.host;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What does not change while a process runs.
 *
 * @param directories the top-level directories that every datum sees, as on the host
 * @param links the top-level symbolic links, with their targets
 * @param searchPath the {@code PATH} that commands get
 * @param controls the paths of what runs programs for whoever may talk to it, by no rights but the
 *     user's
 * @param timeZone the value of {@code TZ}, which is handed on
 */
public record HostFacts(
    List<Path> directories,
    Map<Path, String> links,
    String searchPath,
    Optional<String> timeZone,
    List<Path> controls,
    int uid,
    int gid) {
  private static final String DEFAULT_SEARCH_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Top-level names that are the datum's own. */
  public static final Set<String> PRIVATE = Set.of("dev", "pfs", "proc", "tmp");

  /** What changes the kernel itself, below {@code /proc}, and heeds nothing but the user's id. */
  private static final List<String> KERNEL =
      List.of("acpi", "bus", "fs", "irq", "scsi", "sys", "sysrq-trigger");

  /** The paths of this host that root's commands may read, but not write. */
  public List<Path> kernelSettings() {
    return root()
        ? KERNEL.stream().map(Path.of("/proc")::resolve).filter(Files::exists).toList()
        : List.of();
  }

  /** Sockets of service managers, container engines and terminals, or the directories of those. */
  private static final List<String> CONTROLS =
      List.of(
          "run/buildkit",
          "run/containerd",
          "run/crio",
          "run/dbus",
          "run/docker",
          "run/docker.sock",
          "run/initctl",
          "run/libvirt",
          "run/podman",
          "run/screen",
          "run/snapd.socket",
          "run/systemd/private",
          "run/udev/control",
          "run/user",
          "var/lib/incus/unix.socket",
          "var/lib/lxd/unix.socket",
          "var/snap/lxd/common/lxd/unix.socket");

  public static HostFacts read() {
    Map<String, String> environment = System.getenv();
    try {
      List<Path> directories = new ArrayList<>();
      Map<Path, String> links = new java.util.TreeMap<>();
      try (DirectoryStream<Path> root = Files.newDirectoryStream(Path.of("/"))) {
        for (Path entry : root) {
          if (PRIVATE.contains(entry.getFileName().toString())) {
            continue;
          }
          if (Files.isSymbolicLink(entry)) {
            links.put(entry, Files.readSymbolicLink(entry).toString());
          } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            directories.add(entry);
          }
        }
      }
      directories.sort(null);
      Path self = Path.of(System.getProperty("java.home"));
      Path owned = Files.isDirectory(Path.of("/proc/self")) ? Path.of("/proc/self") : self;
      return new HostFacts(
          directories,
          links,
          environment.getOrDefault("PATH", DEFAULT_SEARCH_PATH),
          Optional.ofNullable(environment.get("TZ")),
          controls(Path.of("/")),
          (Integer) Files.getAttribute(owned, "unix:uid"),
          (Integer) Files.getAttribute(owned, "unix:gid"));
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST, "the host's root directory cannot be listed: " + e.getMessage(), e);
    }
  }

  public static List<Path> controls(Path root) {
    return CONTROLS.stream().map(root::resolve).filter(Files::exists).toList();
  }

  public boolean root() {
    return uid == 0;
  }

  /** Where a program of the host is, by this process's own search path. */
  public Optional<Path> tool(String name) {
    for (String directory :
        (searchPath + ":" + DEFAULT_SEARCH_PATH).split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory.isEmpty() ? "." : directory, name);
      if (candidate.isAbsolute()
          && Files.isExecutable(candidate)
          && Files.isRegularFile(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * As {@link #tool}, for one that the work cannot do without.
   *
   * @throws TuskException with {@code HOST} when it is not there
   */
  public Path requiredTool(String name) {
    return tool(name)
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.HOST,
                    "program \"" + name + "\" is not on PATH " + searchPath + "; install it"));
  }
}
