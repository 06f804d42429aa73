/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import io.tusk.name.BranchName;
import io.tusk.spec.Input;
import io.tusk.spec.Input.PfsInput;
import java.time.Instant;
import java.util.Map;

/**
 * All that matters to a job but what jobs before it left.
 *
 * @param heads the number of each branch's present state
 * @param states what each of all branches' states holds, by number
 * @param json the input in JSON, where {@code from} is "v" and the number of a state
 * @param salt a number that rises with every reprocessing update
 * @param kill whether the job is killed once it has run half of its datums, if it comes so far
 */
public record Situation(
    Map<BranchName, Integer> heads,
    Map<Integer, Map<String, String>> states,
    String json,
    Input input,
    int salt,
    Behaviour behaviour,
    boolean everyJob,
    boolean kill,
    Moment moment)
    implements InputModel.Files {
  /** What brings about a job. */
  public enum Cause {
    /** Commits, or an update of the pipeline. */
    CHANGE,
    RUN_CRON,
    /** A tick on schedule, or a branch that moves by the clock. */
    TIME
  }

  /**
   * When a job comes about.
   *
   * @param started how many jobs commits have started, before the pipeline is updated
   */
  public record Moment(Instant now, Cause cause, int started) {}

  Situation killed() {
    return new Situation(heads, states, json, input, salt, behaviour, everyJob, true, moment);
  }

  @Override
  public Map<String, String> of(BranchName branch) {
    Integer head = heads.get(branch);
    return head == null ? Map.of() : states.get(head);
  }

  @Override
  public Map<String, String> from(PfsInput input) {
    return states.get(Integer.parseInt(input.from().orElseThrow().substring(1)));
  }
}
