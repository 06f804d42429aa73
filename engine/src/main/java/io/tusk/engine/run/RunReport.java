/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.pipeline.Job;
import java.util.List;

/**
 * What a run of all pending jobs came to.
 *
 * @param ended the jobs that ended, in the order in which they did
 * @param runnersStarted how many Beam pipelines were started for them
 */
public record RunReport(List<Job> ended, int runnersStarted) {}
