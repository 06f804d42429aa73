/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.Pack;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Indexes in a store in memory, and chunks that no store holds. */
final class IndexFixture implements AutoCloseable {
  private static final int PACKS = 300;
  private static final int PACK_BYTES = 32 << 20;

  final ObjectStore store = TestStores.create();
  final PieceReader pieces = new PieceReader(store);
  final ChunkIndexes indexes = new ChunkIndexes(pieces);
  final PackWriter out = new PackWriter(store);
  final Random random;
  private final List<Pack> packs = new ArrayList<>();

  IndexFixture(long seed) {
    random = new Random(seed);
    for (int i = 0; i < PACKS; i++) {
      packs.add(Pack.named(Hash.of(("pack " + i).getBytes(UTF_8))));
    }
  }

  Ref chunk() {
    byte[] hash = new byte[Hash.BYTES];
    random.nextBytes(hash);
    return chunk(Hash.fromBytes(hash, 0));
  }

  /** A chunk in a pack like those of a store with many small files. */
  Ref chunk(Hash hash) {
    Location location =
        new Location(
            packs.get(random.nextInt(PACKS)),
            random.nextInt(PACK_BYTES),
            1 + random.nextInt(4_000));
    return new Ref(PieceKind.CHUNK, hash, location);
  }

  static ChunkBatch batch(Ref... chunks) {
    ChunkBatch batch = new ChunkBatch();
    Arrays.stream(chunks).forEach(batch::add);
    return batch;
  }

  ChunkBatch randomBatch(int chunks) {
    ChunkBatch batch = new ChunkBatch();
    for (int i = 0; i < chunks; i++) {
      batch.add(chunk());
    }
    return batch;
  }

  ChunkIndex add(ChunkIndex base, Ref... chunks) {
    return indexes.add(base, batch(chunks), out);
  }

  /** How many nodes of {@code after} are not in the same place of {@code before}. */
  int newNodes(ChunkIndex before, ChunkIndex after) {
    return newNodes(before.root().orElse(null), after.root().orElse(null), 0);
  }

  private int newNodes(Ref before, Ref after, int depth) {
    if (after == null || (before != null && before.sameContent(after))) {
      return 0;
    }
    int nodes = 1;
    IndexNode was = before == null ? IndexNode.EMPTY : indexes.node(before, depth);
    IndexNode is = indexes.node(after, depth);
    for (int digit = 0; digit < IndexNode.FAN_OUT; digit++) {
      nodes += newNodes(was.child(digit), is.child(digit), depth + 1);
    }
    return nodes;
  }

  int depth(ChunkIndex index) {
    return index.root().map(root -> depth(root, 0)).orElse(0);
  }

  private int depth(Ref ref, int above) {
    int deepest = above + 1;
    for (Ref child : indexes.node(ref, above).children()) {
      deepest = child == null ? deepest : Math.max(deepest, depth(child, above + 1));
    }
    return deepest;
  }

  @Override
  public void close() {
    out.close();
  }
}
