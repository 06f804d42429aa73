/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.planning;

import io.tusk.pieces.Varints;
import io.tusk.plan.PlanRounds;
import io.tusk.sort.ExternalSort;
import io.tusk.tree.Tree;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;

/** Gathers items by bucket into blocks, so that a runner carries few elements. */
final class PlanBlocks {
  private static final int BLOCK_BYTES = 64 << 10;

  private final Tree leaves;
  private final BiConsumer<Integer, byte[]> blocks;
  private final Varints.Output[] open;
  private boolean any;

  PlanBlocks(Tree leaves, int buckets, BiConsumer<Integer, byte[]> blocks) {
    this.leaves = leaves;
    this.blocks = blocks;
    this.open = new Varints.Output[buckets];
  }

  void add(byte[] key, byte[] value) {
    int bucket = PlanRounds.bucket(key, open.length);
    if (open[bucket] == null) {
      open[bucket] = new Varints.Output();
    }
    Varints.Output block = open[bucket];
    block.varint(key.length).bytes(key).varint(value.length).bytes(value);
    if (block.size() >= BLOCK_BYTES) {
      flush(bucket);
    }
  }

  private void flush(int bucket) {
    byte[] items = open[bucket] == null ? new byte[0] : open[bucket].toByteArray();
    blocks.accept(bucket, new PlanMessage(leaves, items).write());
    open[bucket] = null;
    any = true;
  }

  /** Tells the last blocks; an empty one where there was no item, so that the round goes on. */
  void finish() {
    for (int bucket = 0; bucket < open.length; bucket++) {
      if (open[bucket] != null) {
        flush(bucket);
      }
    }
    if (!any) {
      flush(0);
    }
  }

  /** The items of a first block and of all others. */
  static Iterator<ExternalSort.Item> items(PlanMessage first, Iterator<byte[]> others) {
    return new Iterator<>() {
      private Varints.Input block = new Varints.Input(first.body());

      @Override
      public boolean hasNext() {
        while (block.remaining() == 0 && others.hasNext()) {
          block = new Varints.Input(PlanMessage.read(others.next()).body());
        }
        return block.remaining() > 0;
      }

      @Override
      public ExternalSort.Item next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        byte[] key = block.bytes(block.count(block.remaining()));
        return new ExternalSort.Item(key, block.bytes(block.count(block.remaining())));
      }
    };
  }
}
