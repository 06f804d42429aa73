/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

/** What a kind of tree counts: {@code width} sums over the leaf entries below each node. */
public interface Summarizer {
  Summarizer NONE =
      new Summarizer() {
        @Override
        public int width() {
          return 0;
        }

        @Override
        public void add(Entry entry, long[] sums) {}
      };

  int width();

  /** Adds what {@code entry} counts for; all sums stay at or above 0. */
  void add(Entry entry, long[] sums);
}
