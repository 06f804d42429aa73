/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.objects.LocalObjectStore;
import io.tusk.repo.TuskStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The stores that this process has open for steps of jobs whose engine is elsewhere. */
final class WorkerStores {
  private static final Map<String, TuskStore> OPEN = new ConcurrentHashMap<>();

  private WorkerStores() {}

  static TuskStore open(LaneConfig config) {
    TuskStore store =
        OPEN.compute(
            config.store(),
            (where, open) ->
                open != null && open.id().equals(config.storeId())
                    ? open
                    : TuskStore.open(new LocalObjectStore(Path.of(where)), Host.system()));
    if (!store.id().equals(config.storeId())) {
      throw new TuskException(
          ErrorCode.HOST,
          "the worker finds store "
              + store.id()
              + " at "
              + config.store()
              + ", but the job is of store "
              + config.storeId()
              + "; mount the same store there");
    }
    return store;
  }
}
