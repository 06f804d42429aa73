/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import io.tusk.datum.DatumKey;

/**
 * Consecutive datums of a plan: {@code datums} items to run, from the one with key {@code from} on.
 */
public record Shard(int number, DatumKey from, int datums) {}
