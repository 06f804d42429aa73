/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.location.StoreLocation;
import io.tusk.location.Stores;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.s3.S3Settings;
import io.tusk.repo.TuskStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.options.PipelineOptions;

/** The stores that this process has open; they stay so, as elements may be read at any time. */
final class OpenStores {
  private static final Map<String, TuskStore> OPEN = new ConcurrentHashMap<>();

  private OpenStores() {}

  /** The store of that id, as it is found there. */
  static TuskStore open(StoreKey key, PipelineOptions options) {
    TuskStore store =
        OPEN.compute(
            key.location(),
            (where, open) ->
                open != null && open.id().equals(key.id()) ? open : find(where, options));
    if (!store.id().equals(key.id())) {
      throw new TuskException(
          ErrorCode.HOST,
          "this worker finds store "
              + store.id()
              + " at "
              + key.location()
              + ", but the pipeline is of store "
              + key.id()
              + "; use a store that all workers reach: s3://BUCKET/PREFIX, or a directory that is"
              + " mounted on each of them");
    }
    return store;
  }

  /**
   * The store that is there now.
   *
   * @throws TuskException NOT_FOUND
   */
  static TuskStore find(String where, PipelineOptions options) {
    StoreLocation location = StoreLocation.parse(where);
    boolean bucket = location instanceof StoreLocation.S3;
    ObjectStore objects =
        Stores.open(location, bucket ? BucketAccess.of(options) : S3Settings.NONE, Host.system());
    try {
      return TuskStore.open(objects, Host.system());
    } catch (RuntimeException | Error e) {
      objects.close();
      throw e;
    }
  }
}
