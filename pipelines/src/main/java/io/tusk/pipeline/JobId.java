/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;

/** A job: the work of one pipeline for one commit set, whose id it shares. */
public record JobId(PipelineName pipeline, CommitId set) {
  /** {@code PIPELINE@ID}. */
  public static JobId parse(ProjectName project, String text) {
    int at = text.indexOf('@');
    if (CommitId.looksLikeId(text)) {
      throw new TuskException(
          ErrorCode.USAGE,
          "a job of one pipeline is meant: PIPELINE@"
              + text
              + "; 'tusk list job "
              + text
              + "' shows the jobs of that id");
    }
    if (at <= 0 || !CommitId.looksLikeId(text.substring(at + 1))) {
      throw new TuskException(
          ErrorCode.USAGE,
          "job \"" + text + "\" is not of the form PIPELINE@ID; 'tusk list job' shows the ids");
    }
    return new JobId(
        PipelineName.parse(project, text.substring(0, at)), new CommitId(text.substring(at + 1)));
  }

  @Override
  public String toString() {
    return pipeline + "@" + set;
  }
}
