/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import io.tusk.engine.host.HostFacts;
import io.tusk.engine.view.MountPlan;
import io.tusk.engine.view.ViewMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The view by bubblewrap. Process 1 of the new process namespace is a shell that waits for the
 * command: bubblewrap then returns only when the kernel has ended all of the namespace, and leaves
 * no process for others to reap.
 */
final class BubblewrapLauncher implements Launcher {
  /** What a container's root usually has, without making devices. */
  static final List<String> ROOT_CAPABILITIES =
      List.of(
          "chown",
          "dac_override",
          "fowner",
          "fsetid",
          "kill",
          "net_bind_service",
          "net_raw",
          "setfcap",
          "setgid",
          "setpcap",
          "setuid",
          "sys_chroot");

  /** Arguments: working directory, command. A shell's own report of a signal is not output. */
  private static final String FIRST_PROCESS =
      "exec 3>&2 2>/dev/null; echo \"$TUSK_COMMAND\"; cd -- \"$1\" || exit 126; shift;"
          + TAKE_SECRETS
          + " unset TUSK_COMMAND OLDPWD SHLVL; (exec \"$@\" 2>&3 3>&-); exit $?";

  private static final Pattern SHELL_VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Variables that a shell would keep to itself or change. */
  private static final Set<String> SHELL_OWN =
      Set.of(
          "_",
          "BASHOPTS",
          "BASH_ENV",
          "ENV",
          "EUID",
          "IFS",
          "LINENO",
          "MAIL",
          "MAILPATH",
          "OLDPWD",
          "OPTARG",
          "OPTIND",
          "PPID",
          "PS1",
          "PS2",
          "PS4",
          "PWD",
          "SHELLOPTS",
          "SHLVL",
          "UID",
          MARKER);

  private final HostFacts facts;
  private final Path env;
  private final List<String> prefix;

  BubblewrapLauncher(HostFacts facts, Path bubblewrap, boolean userNamespace) {
    this.facts = facts;
    this.env = facts.requiredTool("env");
    this.prefix = prefix(facts, bubblewrap, userNamespace);
  }

  private static List<String> prefix(HostFacts facts, Path bubblewrap, boolean userNamespace) {
    List<String> args = new ArrayList<>();
    args.add(bubblewrap.toString());
    args.addAll(
        List.of(
            "--unshare-pid", "--unshare-ipc", "--as-pid-1", "--new-session", "--die-with-parent"));
    if (userNamespace) {
      args.add("--unshare-user");
    }
    args.addAll(List.of("--cap-drop", "ALL"));
    if (facts.root() && !userNamespace) {
      for (String capability : ROOT_CAPABILITIES) {
        args.addAll(List.of("--cap-add", "cap_" + capability));
      }
    }
    for (Path directory : facts.directories()) {
      args.addAll(List.of("--ro-bind-try", directory.toString(), directory.toString()));
    }
    for (Map.Entry<Path, String> link : facts.links().entrySet()) {
      args.addAll(List.of("--symlink", link.getValue(), link.getKey().toString()));
    }
    args.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    for (Path settings : facts.kernelSettings()) {
      args.addAll(List.of("--ro-bind", settings.toString(), settings.toString()));
    }
    return List.copyOf(args);
  }

  @Override
  public Isolation isolation() {
    return Isolation.BUBBLEWRAP;
  }

  @Override
  public Launch launch(CommandRequest request, String marker) throws IOException {
    List<String> args = new ArrayList<>(prefix);
    MountPlan mounts = request.view().mounts();
    mounts.replaced().forEach(mount -> readOnly(mount, args));
    mounts.shown().forEach(mount -> readOnly(mount, args));
    args.addAll(List.of("--bind", request.view().pfs().toString(), "/pfs"));
    args.addAll(List.of("--bind", request.view().tmp().toString(), "/tmp"));
    for (Path mask : request.view().masks()) {
      String path = mask.toString();
      if (Files.isDirectory(mask)) {
        args.addAll(List.of("--perms", "0555", "--tmpfs", path, "--remount-ro", path));
      } else {
        args.addAll(List.of("--ro-bind", request.view().emptyFile().toString(), path));
      }
    }
    // What the environment holds is given below, or taken out of it by the first process.
    args.addAll(List.of("--remount-ro", "/", "--chdir", "/"));
    // The shell hands on what it takes for variables, and sets PWD; env sets the others.
    Map<String, String> unusual = new TreeMap<>();
    Launcher.environment(facts, request)
        .forEach(
            (name, value) -> {
              if (SHELL_VARIABLE.matcher(name).matches() && !SHELL_OWN.contains(name)) {
                args.addAll(List.of("--setenv", name, value));
              } else if (!name.equals("PWD") || request.environment().containsKey(name)) {
                unusual.put(name, value);
              }
            });
    args.addAll(List.of("--setenv", MARKER, marker));
    args.addAll(List.of("/bin/sh", "-c", FIRST_PROCESS, "sh"));
    args.add(request.workingDirectory().orElse("/"));
    if (!unusual.isEmpty()) {
      args.add(env.toString());
      unusual.forEach((name, value) -> args.add(name + "=" + value));
    }
    args.addAll(Launcher.arguments(facts, request));
    return new Launch(args, Launcher.engineEnvironment(facts, request, marker), Path.of("/"), true);
  }

  private static void readOnly(ViewMount mount, List<String> args) {
    args.addAll(List.of("--ro-bind", mount.source().toString(), mount.target().toString()));
  }
}
