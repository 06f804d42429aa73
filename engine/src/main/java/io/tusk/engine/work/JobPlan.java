/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import io.tusk.name.CommitId;
import io.tusk.pieces.Hash;
import io.tusk.plan.Plan;
import io.tusk.repo.Commit;
import java.util.List;
import java.util.Optional;

/**
 * A job's plan as it is stored: made once, whatever the attempt or the runner.
 *
 * @param base the output commit that it starts from
 * @param shape the shape of the inputs that it was made with
 * @param inputs what was read of them
 */
public record JobPlan(
    Plan plan, Optional<CommitId> base, Hash shape, List<Commit.Read> inputs, List<Shard> shards) {}
