/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import io.tusk.datum.Plan;
import io.tusk.files.FileSet;
import io.tusk.name.CommitId;
import io.tusk.pieces.Hash;
import java.util.List;
import java.util.Optional;

/**
 * A job's plan as it is stored: made once, whatever the attempt or the runner.
 *
 * @param base the output commit that it starts from
 * @param shape the shape of the inputs that it was made with
 * @param inputs what they held
 */
public record JobPlan(
    Plan plan, Optional<CommitId> base, Hash shape, List<FileSet> inputs, List<Shard> shards) {}
