/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.PlanItem;
import io.tusk.tree.Tree;

/**
 * What a job does, datum by datum, where that differs from its base.
 *
 * @param items the tree of {@link PlanItem}s by natural key
 * @param leaves the leaf tree of the inputs
 * @param run how many datums are to be run
 * @param reuse how many results are taken over
 * @param remove how many datums are gone
 * @param runBytes the bytes of the inputs of the datums to run
 * @param total how many datums the job has, those included that are as they were in the base
 */
public record Plan(
    Tree items, Tree leaves, long run, long reuse, long remove, long runBytes, long total) {
  public boolean isEmpty() {
    return run == 0 && reuse == 0 && remove == 0;
  }
}
