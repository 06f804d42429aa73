/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.text;

import io.tusk.spec.text.SpecProblem.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the problems of one text. At most {@value #LIMIT} are kept; the next one is replaced by
 * an error that says so, and the rest is dropped.
 */
public final class Problems {
  static final int LIMIT = 1000;

  private final List<SpecProblem> list = new ArrayList<>();
  private long errors;

  public void error(SpecNode at, String message) {
    error(at.position(), at.pointer(), message);
  }

  public void error(Position position, String pointer, String message) {
    add(new SpecProblem(position, pointer, Severity.ERROR, message));
  }

  public void warning(Position position, String pointer, String message) {
    add(new SpecProblem(position, pointer, Severity.WARNING, message));
  }

  /** A problem that was found elsewhere. */
  public void add(SpecProblem problem) {
    errors += problem.isError() ? 1 : 0;
    if (list.size() < LIMIT) {
      list.add(problem);
    } else if (list.size() == LIMIT) {
      errors++;
      list.add(
          new SpecProblem(
              problem.position(),
              problem.pointer(),
              Severity.ERROR,
              "more than " + LIMIT + " problems; the rest is not listed"));
    }
  }

  /** Whether further problems are dropped. */
  public boolean isFull() {
    return list.size() > LIMIT;
  }

  /** How many errors were reported so far; grows with each. */
  public long errors() {
    return errors;
  }

  /** In the order in which they were found. */
  public List<SpecProblem> list() {
    return List.copyOf(list);
  }
}
