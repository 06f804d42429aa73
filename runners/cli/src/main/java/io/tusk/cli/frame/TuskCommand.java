/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What every command has: where to print, and the process that it runs in. One that needs a store
 * extends a more special class: {@link QueryCommand} to list or show, {@link ReadCommand} for other
 * reading, {@link ChangeCommand} for one transaction, {@link WriteCommand} for other writing, else
 * {@link StoreCommand}.
 */
@Command(showDefaultValues = true, sortOptions = false)
public abstract class TuskCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  private Terminal terminal;

  /** Has to be called before the command is. */
  public final void terminal(Terminal newTerminal) {
    this.terminal = newTerminal;
  }

  @Override
  public final Integer call() throws Exception {
    return run();
  }

  /** Returns the exit code. */
  protected abstract int run() throws Exception;

  protected final Terminal terminal() {
    return terminal;
  }

  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** The root of all commands. */
  protected final CommandSpec root() {
    return spec.root();
  }

  /** The arguments of the process. */
  protected final List<String> args() {
    return List.copyOf(root().commandLine().getParseResult().originalArgs());
  }

  final CommandParser parser() {
    return (CommandParser) root().userObject();
  }

  /** Verb and noun: {@code list repo}. */
  protected final String words() {
    return spec.qualifiedName().substring(spec.root().name().length() + 1);
  }

  /** For arguments that do not go together; to be thrown. */
  protected final ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** For an argument that the command does not have; to be thrown. */
  protected final ParameterException unmatched(String argument) {
    return new UnmatchedArgumentException(spec.commandLine(), List.of(argument));
  }
}
