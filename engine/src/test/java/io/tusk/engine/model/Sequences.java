/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import io.tusk.engine.oracle.Shrinker;
import java.util.List;
import java.util.function.LongFunction;

/** Sequences of commands by their seeds. */
final class Sequences {
  private Sequences() {}

  /**
   * The sequence of a seed on a new store.
   *
   * @throws AssertionError where the model says something else; its text has the seed, and the
   *     fewest commands that show it
   */
  static Trial run(long seed, LongFunction<Subject> subjects) {
    List<Command> commands = new RandomCommands(seed).next();
    Trial trial = new Trial(subjects.apply(seed));
    try {
      trial.run(commands);
      return trial;
    } catch (AssertionError e) {
      List<Command> fewest = Shrinker.shrink(commands, some -> fails(seed, subjects, some));
      throw failure(seed, subjects, fewest, e);
    }
  }

  private static boolean fails(long seed, LongFunction<Subject> subjects, List<Command> commands) {
    try {
      new Trial(subjects.apply(seed)).run(commands);
      return false;
    } catch (AssertionError e) {
      return true;
    }
  }

  private static AssertionError failure(
      long seed, LongFunction<Subject> subjects, List<Command> commands, AssertionError whole) {
    String text = "seed " + seed + " (-Dmodel.seed=" + seed + "): ";
    try {
      new Trial(subjects.apply(seed)).run(commands);
    } catch (AssertionError e) {
      return new AssertionError(text + e.getMessage(), e.getCause());
    }
    return new AssertionError(text + "not always: " + whole.getMessage(), whole.getCause());
  }
}
