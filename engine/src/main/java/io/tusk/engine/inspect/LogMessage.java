/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.inspect;

import io.tusk.datum.DatumKey;
import io.tusk.engine.log.LogLine;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.JobId;

/**
 * A line that a datum or Tusk said, with where it comes from.
 *
 * @param paths what the datum is made of
 * @param worker who ran the datum
 */
public record LogMessage(
    JobId job, Hash datum, Iterable<DatumKey.Part> paths, String worker, LogLine line) {}
