/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

/** The datums of a finished job; total = processed + skipped + recovered + failed. */
public record JobCounts(long total, long processed, long skipped, long recovered, long failed) {
  public static final JobCounts NONE = new JobCounts(0, 0, 0, 0, 0);
}
