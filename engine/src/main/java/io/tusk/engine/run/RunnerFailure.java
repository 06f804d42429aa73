/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.Fault;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.List;
import java.util.Optional;

/** What a runner's exception means. */
final class RunnerFailure {
  /** How a step's exception begins where a runner passes on its text alone. */
  private static final String IN_TEXT = TuskException.class.getName() + ": ";

  private static final String STACK_TRACE = "\n\tat ";

  private RunnerFailure() {}

  /**
   * The exception of a step, else what a step said of itself, else the step's words in the runner's
   * text; and where none is found, that the runner failed.
   */
  static TuskException of(RuntimeException thrown, List<Fault> faults) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TuskException known) {
        return known;
      }
    }
    // Lanes are interrupted because of what another one met.
    List<Fault> causes =
        faults.stream().filter(fault -> fault.code() != ErrorCode.INTERRUPTED).toList();
    if (!causes.isEmpty()) {
      // The commit's, if there is one: it comes after the lanes.
      return causes.get(causes.size() - 1).exception(thrown);
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Optional<String> text = inText(cause.getMessage());
      if (text.isPresent()) {
        return new TuskException(ErrorCode.HOST, text.get(), thrown);
      }
    }
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new TuskException(
        isDefect(root) ? ErrorCode.INTERNAL : ErrorCode.HOST,
        "the runner failed: " + fact(root) + "; 'tusk run' goes on with the job",
        thrown);
  }

  /** Runners also throw when they lose workers, or are told to end a job. */
  private static boolean isDefect(Throwable root) {
    return (root instanceof Error && !(root instanceof OutOfMemoryError))
        || root instanceof ReflectiveOperationException
        || root instanceof NullPointerException
        || root instanceof ClassCastException;
  }

  /** The first line, as the runner's stack trace may follow. */
  private static String fact(Throwable root) {
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("").strip();
    boolean says = root.getMessage() != null && !message.isEmpty();
    String fact = says ? message : root.getClass().getSimpleName();
    String memory = root instanceof OutOfMemoryError ? "out of memory: " : "";
    return memory + (fact.endsWith(".") ? fact.substring(0, fact.length() - 1) : fact);
  }

  private static Optional<String> inText(String message) {
    int begin = message == null ? -1 : message.indexOf(IN_TEXT);
    if (begin < 0) {
      return Optional.empty();
    }
    String rest = message.substring(begin + IN_TEXT.length());
    int end = rest.indexOf(STACK_TRACE);
    return Optional.of((end < 0 ? rest : rest.substring(0, end)).strip());
  }
}
