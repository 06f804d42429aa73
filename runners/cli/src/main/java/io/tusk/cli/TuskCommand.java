/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.ObjectStore;
import io.tusk.repo.TuskStore;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share: the store, the project, where to print. */
@Command(mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
abstract class TuskCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOption storeOption;

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      order = 101,
      defaultValue = "default",
      description = "The project of the repositories and pipelines that are named.")
  private String project;

  private Terminal terminal;

  final void terminal(Terminal newTerminal) {
    this.terminal = newTerminal;
  }

  final Terminal terminal() {
    return terminal;
  }

  final CommandSpec spec() {
    return spec;
  }

  final StoreOption storeOption() {
    return storeOption;
  }

  final ProjectName project() {
    return new ProjectName(project);
  }

  final RepoName repo(String name) {
    return new RepoName(project(), name);
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** The store that must be there; closed by the caller. */
  final TuskStore openStore() {
    return storeOption.open(terminal);
  }

  /** As {@link #openStore}, also where the store is too damaged to be opened. */
  final ObjectStore openObjects() {
    return storeOption.objects(terminal);
  }

  @Override
  public Integer call() throws Exception {
    run();
    return 0;
  }

  abstract void run() throws Exception;
}
