/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import io.tusk.engine.host.HostFacts;
import io.tusk.engine.view.DatumView;
import io.tusk.error.TuskException;
import io.tusk.host.FileTree;
import io.tusk.host.Host;
import io.tusk.host.TemporaryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries what the host allows, by running a command that does nothing in each kind of view. */
public final class IsolationProbe {
  private IsolationProbe() {}

  private static final class Detected {
    static final IsolationSupport SUPPORT = probe(HostFacts.read());
  }

  /** Tried once for a process, in some 20 ms. */
  public static IsolationSupport detect() {
    return Detected.SUPPORT;
  }

  static IsolationSupport probe(HostFacts facts) {
    IsolationSupport support = new IsolationSupport(facts);
    tryKind(
        support,
        Isolation.BUBBLEWRAP,
        "bwrap",
        (tool, userNamespace) -> new BubblewrapLauncher(facts, tool, userNamespace));
    tryKind(
        support,
        Isolation.UNSHARE,
        "unshare",
        (tool, userNamespace) -> new UnshareLauncher(facts, tool, userNamespace));
    return support;
  }

  private interface Maker {
    Launcher make(Path tool, boolean userNamespace) throws IOException;
  }

  private static void tryKind(
      IsolationSupport support, Isolation isolation, String program, Maker maker) {
    Optional<Path> tool = support.facts().tool(program);
    if (tool.isEmpty()) {
      support.fails(isolation, program + " is not installed");
      return;
    }
    List<String> reasons = new ArrayList<>();
    // Root may be without root's powers, as in a container: then a user namespace may still do.
    for (boolean userNamespace :
        support.facts().root() ? new boolean[] {false, true} : new boolean[] {true}) {
      try {
        Launcher launcher = maker.make(tool.get(), userNamespace);
        CommandEnd end = tryLauncher(launcher, support.facts());
        if (end.equals(new CommandEnd.Exited(0))) {
          support.works(launcher);
          return;
        }
        reasons.add("a command ended with " + end);
      } catch (IOException | TuskException e) {
        reasons.add(e.getMessage());
      }
    }
    support.fails(isolation, String.join(", and in a user namespace ", reasons));
  }

  private static CommandEnd tryLauncher(Launcher launcher, HostFacts facts) throws IOException {
    Path directory = Files.createTempDirectory(TemporaryName.prefix("probe"));
    try (CommandRunner runner = new CommandRunner(launcher, facts, Host.system(), "")) {
      Files.createDirectories(directory.resolve("pfs/out"));
      DatumView view = runner.view(directory, List.of());
      return runner.run(CommandRequest.of(view, List.of("true"))).end();
    } finally {
      FileTree.delete(directory);
    }
  }
}
