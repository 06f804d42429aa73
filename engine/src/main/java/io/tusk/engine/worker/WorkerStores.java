/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.host.JarUrls;
import io.tusk.location.StoreLocation;
import io.tusk.location.Stores;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.s3.S3Settings;
import io.tusk.repo.TuskStore;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The stores that this process has open for steps of jobs whose engine is elsewhere: one for each
 * job, closed with the last of its steps, so that nothing of it keeps the job's code loaded.
 */
final class WorkerStores {
  static {
    JarUrls.keepNone();
  }

  private static final Map<LaneConfig, WorkerStores> OPEN = new HashMap<>();

  private final TuskStore store;
  private int users;

  private WorkerStores(TuskStore store) {
    this.store = store;
  }

  /** A step's hold on the store. */
  record Lease(LaneConfig config, TuskStore store) implements AutoCloseable {
    @Override
    public void close() {
      release(config);
    }
  }

  /**
   * @param access how a bucket is reached; asked for one only
   * @throws TuskException HOST when this host finds another store there, or none
   */
  static Lease open(LaneConfig config, Supplier<S3Settings> access) {
    synchronized (OPEN) {
      WorkerStores open = OPEN.get(config);
      if (open == null) {
        open = new WorkerStores(find(config, access));
        OPEN.put(config, open);
      }
      open.users++;
      return new Lease(config, open.store);
    }
  }

  private static void release(LaneConfig config) {
    synchronized (OPEN) {
      WorkerStores open = OPEN.get(config);
      open.users--;
      if (open.users == 0) {
        OPEN.remove(config);
        open.store.close();
      }
    }
  }

  private static TuskStore find(LaneConfig config, Supplier<S3Settings> access) {
    StoreLocation location = StoreLocation.parse(config.store());
    S3Settings settings = location instanceof StoreLocation.S3 ? access.get() : S3Settings.NONE;
    ObjectStore objects = Stores.open(location, settings, Host.system());
    try {
      return require(TuskStore.find(objects, Host.system()).orElse(null), config);
    } catch (RuntimeException | Error e) {
      objects.close();
      throw e;
    }
  }

  private static TuskStore require(TuskStore found, LaneConfig config) {
    if (found != null && found.id().equals(config.storeId())) {
      return found;
    }
    throw new TuskException(
        ErrorCode.HOST,
        "worker "
            + WorkerName.host()
            + " finds "
            + (found == null ? "no store" : "store " + found.id())
            + " at "
            + config.store()
            + ", but the job is of store "
            + config.storeId()
            + "; use a store that all workers reach: s3://BUCKET/PREFIX, or a directory that is"
            + " mounted on each of them");
  }
}
