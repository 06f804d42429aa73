/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import io.tusk.engine.host.HostFacts;
import io.tusk.engine.view.DatumView;
import io.tusk.engine.view.MountPlan;
import io.tusk.engine.view.ViewMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The view by util-linux alone: new mount and process namespaces, a table of mounts made in one go,
 * a new root. Without root's rights it works in a user namespace, and the command in a second one
 * that has the user's own id again and no power over the mounts.
 */
final class UnshareLauncher implements Launcher {
  /** What unshare of util-linux 2.38 says when its child is killed, though nothing is amiss. */
  static final String COMPLAINT = "unshare: sigprocmask unblock failed: Invalid argument";

  /** Arguments: root directory, mount table, working directory, command. */
  private static final String FIRST_PROCESS =
      "mount --all --fstab \"$2\" && mount -o remount,bind,ro,nosuid,nodev \"$1\""
          + " && cd \"$1\" && pivot_root . . && umount -l . && cd / || exit 1;"
          + " exec 3>&2 2>/dev/null; echo \"$TUSK_COMMAND\"; cd -- \"$3\" || exit 126; shift 3;"
          + TAKE_SECRETS
          + " (exec \"$@\" 2>&3 3>&-); exit $?";

  private static final List<String> DEVICES =
      List.of("full", "null", "random", "tty", "urandom", "zero");
  private static final Map<String, String> DEVICE_LINKS =
      Map.of(
          "fd", "/proc/self/fd",
          "ptmx", "pts/ptmx",
          "stderr", "/proc/self/fd/2",
          "stdin", "/proc/self/fd/0",
          "stdout", "/proc/self/fd/1");

  private final HostFacts facts;
  private final boolean userNamespace;
  private final List<String> prefix;
  private final List<String> suffix;
  private final Path env;
  private final List<MountPoint> mounts;

  UnshareLauncher(HostFacts facts, Path unshare, boolean userNamespace) throws IOException {
    this.facts = facts;
    this.userNamespace = userNamespace;
    this.env = facts.requiredTool("env");
    this.mounts = MountPoint.readAll();
    this.prefix = new ArrayList<>();
    prefix.addAll(
        List.of(unshare.toString(), "--mount", "--pid", "--ipc", "--fork", "--kill-child"));
    this.suffix = new ArrayList<>();
    suffix.addAll(List.of(facts.requiredTool("setpriv").toString(), "--no-new-privs"));
    if (userNamespace) {
      prefix.add("--map-root-user");
      suffix.addAll(List.of(unshare.toString(), "--user"));
      suffix.add("--map-user=" + facts.uid());
      suffix.add("--map-group=" + facts.gid());
      suffix.add("--");
    } else {
      suffix.add("--inh-caps=-all");
      suffix.add(
          "--bounding-set=-all,"
              + BubblewrapLauncher.ROOT_CAPABILITIES.stream()
                  .map(capability -> "+" + capability)
                  .collect(Collectors.joining(",")));
      suffix.add("--");
    }
    prefix.addAll(
        List.of(facts.requiredTool("setsid").toString(), "/bin/sh", "-c", FIRST_PROCESS, "sh"));
  }

  @Override
  public Isolation isolation() {
    return Isolation.UNSHARE;
  }

  @Override
  public Launch launch(CommandRequest request, String marker) throws IOException {
    DatumView view = request.view();
    Path root = view.directory().resolve("root");
    Path table = view.directory().resolve("mounts");
    if (!Files.exists(root)) {
      // Whole or not at all: a process that was killed here leaves no half of it.
      Path building = view.directory().resolve("root." + marker);
      makeSkeleton(building, view.mounts());
      Files.move(building, root);
    }
    Files.writeString(table, mountTable(view, root));
    List<String> args = new ArrayList<>(prefix);
    args.add(root.toString());
    args.add(table.toString());
    args.add(request.workingDirectory().orElse("/"));
    args.addAll(suffix);
    args.add(env.toString());
    // Secrets are in the environment already, beside what the first process has in its own.
    args.addAll(
        request.secrets().isEmpty()
            ? List.of("-i")
            : List.of("-u", MARKER, "-u", "OLDPWD", "-u", "SHLVL", "-u", "_"));
    Launcher.environment(facts, request).forEach((name, value) -> args.add(name + "=" + value));
    args.addAll(Launcher.arguments(facts, request));
    return new Launch(args, Launcher.engineEnvironment(facts, request, marker), Path.of("/"), true);
  }

  /** The empty directories and files that things are mounted on. */
  private void makeSkeleton(Path root, MountPlan mounts) throws IOException {
    Files.createDirectory(root);
    for (Path directory : mounts.topLevel()) {
      Files.createDirectories(root.resolve(directory));
    }
    for (Path directory : facts.directories()) {
      Files.createDirectory(root.resolve(directory.getFileName()));
    }
    for (Map.Entry<Path, String> link : facts.links().entrySet()) {
      Files.createSymbolicLink(root.resolve(link.getKey().getFileName()), Path.of(link.getValue()));
    }
    for (String name : HostFacts.PRIVATE) {
      Files.createDirectory(root.resolve(name));
    }
    Path dev = root.resolve("dev");
    Files.createDirectory(dev.resolve("pts"));
    Files.createDirectory(dev.resolve("shm"));
    for (String device : DEVICES) {
      Files.createFile(dev.resolve(device));
    }
    for (Map.Entry<String, String> link : DEVICE_LINKS.entrySet()) {
      Files.createSymbolicLink(dev.resolve(link.getKey()), Path.of(link.getValue()));
    }
  }

  private String mountTable(DatumView view, Path root) throws IOException {
    StringBuilder table = new StringBuilder();
    // The new root is below a directory that is bound into it: it must not be bound with it.
    line(table, root.toString(), root, "none", "bind,unbindable");
    for (Path directory : facts.directories()) {
      MountPoint on = MountPoint.of(mounts, directory);
      String kind = userNamespace ? "rbind," : "bind,";
      line(table, directory.toString(), below(root, directory), "none", kind + on.readOnly());
    }
    for (ViewMount mount : view.mounts().replaced()) {
      readOnly(table, root, mount);
    }
    if (!userNamespace) {
      // Each mount by itself, so that each is read-only; a user cannot take a tree apart like this.
      for (MountPoint mount : mounts) {
        if (mount.path().getNameCount() > 1 && isShown(mount.path())) {
          line(
              table,
              mount.path().toString(),
              below(root, mount.path()),
              "none",
              "bind,nofail," + mount.readOnly());
        }
      }
    }
    for (ViewMount mount : view.mounts().shown()) {
      readOnly(table, root, mount);
    }
    line(table, "proc", root.resolve("proc"), "proc", "nosuid,nodev,noexec");
    for (Path settings : facts.kernelSettings()) {
      // Of the new one, which has nothing mounted in it.
      Path here = below(root, settings);
      line(table, here.toString(), here, "none", "bind,ro,nosuid,nodev,noexec");
    }
    for (String device : DEVICES) {
      line(table, "/dev/" + device, root.resolve("dev/" + device), "none", "bind");
    }
    String pts = "newinstance,ptmxmode=0666,mode=620,nosuid,noexec";
    line(table, "devpts", root.resolve("dev/pts"), "devpts", pts);
    line(table, "shm", root.resolve("dev/shm"), "tmpfs", "mode=1777,nosuid,nodev");
    line(table, view.pfs().toString(), root.resolve("pfs"), "none", "bind,nosuid,nodev");
    line(table, view.tmp().toString(), root.resolve("tmp"), "none", "bind,nosuid,nodev");
    for (Path mask : view.masks()) {
      if (Files.isDirectory(mask)) {
        line(table, "hidden", below(root, mask), "tmpfs", "ro,mode=555,size=4k");
      } else {
        line(table, view.emptyFile().toString(), below(root, mask), "none", "bind,ro");
      }
    }
    return table.toString();
  }

  private void readOnly(StringBuilder table, Path root, ViewMount mount) {
    String kind = userNamespace ? "rbind," : "bind,";
    String options = kind + MountPoint.of(mounts, mount.source()).readOnly();
    line(table, mount.source().toString(), below(root, mount.target()), "none", options);
  }

  private boolean isShown(Path path) {
    return facts.directories().stream().anyMatch(path::startsWith);
  }

  private static Path below(Path root, Path path) {
    return root.resolve(path.toString().substring(1));
  }

  private static void line(
      StringBuilder table, String source, Path target, String type, String options) {
    table.append(escape(source)).append(' ').append(escape(target.toString())).append(' ');
    table.append(type).append(' ').append(options).append(" 0 0\n");
  }

  private static String escape(String path) {
    return path.replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012")
        .replace("#", "\\043");
  }
}
