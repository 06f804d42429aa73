/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import io.tusk.datum.DatumKey;
import io.tusk.datum.Plan;
import io.tusk.datum.PlanItem;
import io.tusk.tree.Trees;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Cuts a plan into shards: about {@value #SHARDS} of them, so that work can be spread evenly, but
 * never more than {@value #MOST_DATUMS} datums in one, so that none is long. The cut depends on the
 * plan alone.
 */
final class Sharding {
  private static final int SHARDS = 64;
  private static final int MOST_DATUMS = 1_024;

  private Sharding() {}

  static List<Shard> cut(Trees trees, Plan plan) {
    long datums = Math.max(1, Math.min(MOST_DATUMS, (plan.run() + SHARDS - 1) / SHARDS));
    List<Shard> shards = new ArrayList<>();
    Iterator<PlanItem> items = items(trees, plan);
    DatumKey from = null;
    int count = 0;
    while (items.hasNext()) {
      PlanItem item = items.next();
      if (!(item instanceof PlanItem.Run)) {
        continue;
      }
      if (count == datums) {
        shards.add(new Shard(shards.size(), from, count));
        count = 0;
      }
      if (count == 0) {
        from = item.key();
      }
      count++;
    }
    if (count > 0) {
      shards.add(new Shard(shards.size(), from, count));
    }
    return List.copyOf(shards);
  }

  private static Iterator<PlanItem> items(Trees trees, Plan plan) {
    var entries = trees.ascending(plan.items(), new byte[0]);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public PlanItem next() {
        return PlanItem.decode(entries.next());
      }
    };
  }
}
