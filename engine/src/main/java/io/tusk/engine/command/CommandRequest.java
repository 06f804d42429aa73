/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import io.tusk.engine.host.HostUser;
import io.tusk.engine.limits.CommandLimits;
import io.tusk.engine.view.DatumView;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One command for one datum.
 *
 * @param arguments the program, looked up on the {@code PATH} of {@code environment} (else of this
 *     process) as the datum sees it, and its arguments; no shell takes part
 * @param stdin lines of standard input, each of which gets a line end; when there is none, standard
 *     input is at its end from the start
 * @param environment given to the command, on top of the few variables that the view sets
 * @param workingDirectory as the datum sees it; {@code /} when empty
 * @param acceptedExitCodes those that count as success beside 0
 * @param stop kills the command soon after it becomes true
 * @param timeLimit kills the command when it ran for so long
 * @param user whom it runs as; who runs this process when empty
 * @param secrets variables that no other process of the host is to see; their names are those of
 *     shell variables
 * @param limits what it is kept within; nothing else may run within them at the same time
 */
public record CommandRequest(
    DatumView view,
    List<String> arguments,
    List<String> stdin,
    Map<String, String> environment,
    Optional<String> workingDirectory,
    Set<Integer> acceptedExitCodes,
    LogSink log,
    LogLimits logLimits,
    AtomicBoolean stop,
    Optional<Duration> timeLimit,
    Optional<HostUser> user,
    Map<String, String> secrets,
    Optional<CommandLimits> limits) {

  /**
   * @throws TuskException with {@code INVALID} for what no process can be given: an empty command,
   *     a NUL character, a malformed variable name
   */
  public CommandRequest {
    arguments = List.copyOf(arguments);
    stdin = List.copyOf(stdin);
    environment = Map.copyOf(environment);
    acceptedExitCodes = Set.copyOf(acceptedExitCodes);
    secrets = Map.copyOf(secrets);
    if (arguments.isEmpty() || arguments.get(0).isEmpty()) {
      throw invalid("the command is empty; name a program");
    }
    for (String argument : arguments) {
      if (argument.indexOf('\0') >= 0) {
        throw invalid(
            "argument \"" + argument.replace("\0", "\\0") + "\" holds a NUL character; remove it");
      }
    }
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
        throw invalid(
            "environment variable \""
                + name.replace("\0", "\\0")
                + "\" has a name that is empty or holds \"=\" or a NUL character; rename it");
      }
      if (variable.getValue().indexOf('\0') >= 0) {
        throw invalid("environment variable \"" + name + "\" holds a NUL character; remove it");
      }
    }
    if (timeLimit.isPresent() && (timeLimit.get().isNegative() || timeLimit.get().isZero())) {
      throw invalid("the time limit " + timeLimit.get() + " is not positive; raise it");
    }
  }

  /** A request for {@code arguments} without anything that is optional; its log goes nowhere. */
  public static CommandRequest of(DatumView view, List<String> arguments) {
    return new CommandRequest(
        view,
        arguments,
        List.of(),
        Map.of(),
        Optional.empty(),
        Set.of(),
        line -> {},
        LogLimits.DEFAULT,
        new AtomicBoolean(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  public CommandRequest withStdin(List<String> lines) {
    return new CommandRequest(
        view,
        arguments,
        lines,
        environment,
        workingDirectory,
        acceptedExitCodes,
        log,
        logLimits,
        stop,
        timeLimit,
        user,
        secrets,
        limits);
  }

  public CommandRequest withEnvironment(Map<String, String> variables) {
    return new CommandRequest(
        view,
        arguments,
        stdin,
        variables,
        workingDirectory,
        acceptedExitCodes,
        log,
        logLimits,
        stop,
        timeLimit,
        user,
        secrets,
        limits);
  }

  public CommandRequest withWorkingDirectory(String directory) {
    return new CommandRequest(
        view,
        arguments,
        stdin,
        environment,
        Optional.of(directory),
        acceptedExitCodes,
        log,
        logLimits,
        stop,
        timeLimit,
        user,
        secrets,
        limits);
  }

  public CommandRequest withAcceptedExitCodes(Set<Integer> codes) {
    return new CommandRequest(
        view,
        arguments,
        stdin,
        environment,
        workingDirectory,
        codes,
        log,
        logLimits,
        stop,
        timeLimit,
        user,
        secrets,
        limits);
  }

  public CommandRequest withLog(LogSink sink, LogLimits limits) {
    return new CommandRequest(
        view,
        arguments,
        stdin,
        environment,
        workingDirectory,
        acceptedExitCodes,
        sink,
        limits,
        stop,
        timeLimit,
        user,
        secrets,
        this.limits);
  }

  public CommandRequest withStop(AtomicBoolean token) {
    return new CommandRequest(
        view,
        arguments,
        stdin,
        environment,
        workingDirectory,
        acceptedExitCodes,
        log,
        logLimits,
        token,
        timeLimit,
        user,
        secrets,
        limits);
  }

  public CommandRequest withTimeLimit(Duration limit) {
    return new CommandRequest(
        view,
        arguments,
        stdin,
        environment,
        workingDirectory,
        acceptedExitCodes,
        log,
        logLimits,
        stop,
        Optional.of(limit),
        user,
        secrets,
        limits);
  }

  public CommandRequest withUser(HostUser other) {
    return new CommandRequest(
        view,
        arguments,
        stdin,
        environment,
        workingDirectory,
        acceptedExitCodes,
        log,
        logLimits,
        stop,
        timeLimit,
        Optional.of(other),
        secrets,
        limits);
  }

  public CommandRequest withSecrets(Map<String, String> variables) {
    return new CommandRequest(
        view,
        arguments,
        stdin,
        environment,
        workingDirectory,
        acceptedExitCodes,
        log,
        logLimits,
        stop,
        timeLimit,
        user,
        variables,
        limits);
  }

  public CommandRequest withLimits(CommandLimits within) {
    return new CommandRequest(
        view,
        arguments,
        stdin,
        environment,
        workingDirectory,
        acceptedExitCodes,
        log,
        logLimits,
        stop,
        timeLimit,
        user,
        secrets,
        Optional.of(within));
  }

  private static TuskException invalid(String message) {
    return new TuskException(ErrorCode.INVALID, message);
  }
}
