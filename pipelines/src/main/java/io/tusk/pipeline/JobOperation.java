/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.log.Operation;
import java.util.Arrays;

/** What those who run jobs do to a store, as its log names it. */
public enum JobOperation {
  TAKE_UP("take up job"),
  EGRESS("egress of job"),
  FINISH("finish job"),
  KILL("kill job"),
  KEEP_RESULTS("keep results");

  private final String verb;

  JobOperation(String verb) {
    this.verb = verb;
  }

  public Operation of(JobId job) {
    return new Operation(verb, job.toString());
  }

  /** Whether an operation is one of these, and none of a user. */
  static boolean includes(Operation operation) {
    return Arrays.stream(values()).anyMatch(each -> each.verb.equals(operation.verb()));
  }
}
