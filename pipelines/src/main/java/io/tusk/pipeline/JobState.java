/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

/** The states of a job; names and meanings are Pachyderm's. */
public enum JobState {
  /** Its commit exists; nobody has taken it up. */
  CREATED,
  /** An engine has taken it up and runs it. */
  RUNNING,
  /** Its output is being copied to where its specification says; RUNNING in all else. */
  EGRESSING,
  SUCCESS,
  /** A datum failed, the outputs of its datums do not go together, or they could not be copied. */
  FAILURE,
  /** Stopped by a user, or overtaken by an update of its pipeline. */
  KILLED,
  /** An input commit ended in an error. */
  UNRUNNABLE;

  public boolean isTerminal() {
    return switch (this) {
      case CREATED, RUNNING, EGRESSING -> false;
      case SUCCESS, FAILURE, KILLED, UNRUNNABLE -> true;
    };
  }

  /** As {@code --raw} prints it: {@code JOB_SUCCESS}. */
  public String rawName() {
    return "JOB_" + name();
  }
}
