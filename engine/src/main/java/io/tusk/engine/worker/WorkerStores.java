/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.host.WorkerName;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.host.JarUrls;
import io.tusk.location.StoreLocation;
import io.tusk.location.Stores;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.s3.S3Settings;
import io.tusk.repo.TuskStore;
import java.util.function.Supplier;

/** The stores that this process has open for steps of jobs whose engine is elsewhere. */
final class WorkerStores {
  static {
    JarUrls.keepNone();
  }

  private static final PerAttempt<TuskStore> OPEN =
      new PerAttempt<>((config, store) -> store.close());

  private WorkerStores() {}

  /**
   * @param access how a bucket is reached; asked for one only
   * @throws TuskException HOST when this host finds another store there, or none
   */
  static PerAttempt<TuskStore>.Lease open(LaneConfig config, Supplier<S3Settings> access) {
    return OPEN.open(config, () -> find(config, access));
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
