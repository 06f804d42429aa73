/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import io.tusk.datum.DatumKey;
import io.tusk.datum.PlanItem;
import io.tusk.plan.Plan;
import io.tusk.tree.Trees;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Cuts a plan into shards. The cut depends on the plan and the size alone. */
final class Sharding {
  private Sharding() {}

  static List<Shard> cut(Trees trees, Plan plan, ShardSize size) {
    List<Shard> shards = new ArrayList<>();
    Iterator<PlanItem> items = items(trees, plan);
    DatumKey from = null;
    int datums = 0;
    long bytes = 0;
    while (items.hasNext()) {
      if (!(items.next() instanceof PlanItem.Run run)) {
        continue;
      }
      if (datums == 0) {
        from = run.key();
      }
      datums++;
      bytes += run.paths().bytes();
      if (datums >= size.datums() || bytes >= size.bytes()) {
        shards.add(new Shard(shards.size(), from, datums));
        datums = 0;
        bytes = 0;
      }
    }
    if (datums > 0) {
      shards.add(new Shard(shards.size(), from, datums));
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
        return PlanItem.decode(entries.next(), PlanItem.UNREAD);
      }
    };
  }
}
