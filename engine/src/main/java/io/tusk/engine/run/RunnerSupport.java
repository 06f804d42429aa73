/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.util.List;

/** What Tusk must know of one of Beam's runners; found by {@link java.util.ServiceLoader}. */
public interface RunnerSupport {
  /** The runner's name as {@code --runner} has it: {@code FlinkRunner}. */
  String runner();

  /**
   * Whether a run with these options ends once its jobs are submitted, which then finish by
   * themselves. Asked before {@link #open}, and without asking the cluster.
   */
  default boolean isDetached(List<String> arguments) {
    return false;
  }

  /**
   * Whether a job that was given to the runner goes on when this process is lost. Asked as {@link
   * #isDetached} is, which implies it.
   */
  default boolean outlivesProcess(List<String> arguments) {
    return isDetached(arguments);
  }

  /** Whether the runner groups what a process cannot hold. Asked as {@link #isDetached} is. */
  default boolean shuffles() {
    return true;
  }

  /**
   * Makes ready to run jobs; called at most once a run, and not when no job has a datum to run.
   *
   * @param arguments Beam's own options as {@code --name=value}, {@code --runner} among them;
   *     correct in their syntax
   * @throws io.tusk.error.TuskException USAGE for options that this runner cannot follow; HOST when
   *     its cluster cannot be reached or is of another version, or lacks what a job needs
   */
  RunnerSession open(List<String> arguments);
}
