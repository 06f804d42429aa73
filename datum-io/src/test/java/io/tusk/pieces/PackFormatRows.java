/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.objects.ObjectStore;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** Counts the nodes that a store holds; a pack that was counted once is not read again. */
public final class PackFormatRows {
  private static final Map<ObjectStore, Map<String, Long>> COUNTED = new WeakHashMap<>();

  private PackFormatRows() {}

  public static synchronized long nodes(ObjectStore store) {
    Map<String, Long> counted = COUNTED.computeIfAbsent(store, any -> new HashMap<>());
    for (String key : store.list("packs/", "", Integer.MAX_VALUE)) {
      counted.computeIfAbsent(
          key,
          any ->
              PackFormat.directory(store.read(key).orElseThrow()).stream()
                  .filter(piece -> piece.kind() == PieceKind.NODE)
                  .count());
    }
    return counted.values().stream().mapToLong(Long::longValue).sum();
  }
}
