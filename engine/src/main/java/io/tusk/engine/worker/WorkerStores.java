/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.host.Host;
import io.tusk.objects.LocalObjectStore;
import io.tusk.repo.TuskStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The stores of this process: lanes share the one that the engine has open, if it is here. */
public final class WorkerStores {
  private static final Map<String, TuskStore> OPEN = new ConcurrentHashMap<>();
  private static final List<TuskStore> SHARED = new CopyOnWriteArrayList<>();

  private WorkerStores() {}

  /** Lets the lanes of this process use a store that is open, until it is withdrawn. */
  public static void share(TuskStore store) {
    SHARED.add(store);
  }

  public static void withdraw(TuskStore store) {
    SHARED.remove(store);
  }

  static TuskStore open(LaneConfig config) {
    for (TuskStore shared : SHARED) {
      // A copy of a store has its id, and another place.
      if (shared.id().equals(config.storeId())
          && shared.objects().location().equals(config.store())) {
        return shared;
      }
    }
    return OPEN.computeIfAbsent(
        config.store(),
        where -> TuskStore.open(new LocalObjectStore(Path.of(where)), Host.system()));
  }
}
