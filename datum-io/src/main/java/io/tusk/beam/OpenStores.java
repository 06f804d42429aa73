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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The stores that this process has open, each for those pipelines that reach it in the same way.
 * They stay open, as elements may be read at any time; one that was not used for the longest time
 * is forgotten, and lives as long as who reads from it.
 */
final class OpenStores {
  private static final int MOST = 8;

  private record Key(String location, String access) {}

  /** In the order of their use; one thread at a time. */
  private static final Map<Key, Opened> OPEN =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Opened> eldest) {
          return size() > MOST;
        }
      };

  /** What {@link AccessDigest} tells, which takes longer than an element may. */
  private static final Map<PipelineOptions, String> DIGESTS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private OpenStores() {}

  /** A place for a store, which whoever needs it first opens. */
  private static final class Opened {
    private TuskStore store;

    synchronized TuskStore find(StoreKey key, PipelineOptions options) {
      if (store == null || !store.id().equals(key.id())) {
        store = OpenStores.find(key.location(), options);
      }
      return store;
    }
  }

  /** The store of that id, as it is found there. */
  static TuskStore open(StoreKey key, PipelineOptions options) {
    Key place = new Key(key.location(), access(key.location(), options));
    Opened opened;
    synchronized (OPEN) {
      opened = OPEN.computeIfAbsent(place, none -> new Opened());
    }
    TuskStore store = opened.find(key, options);
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

  private static String access(String location, PipelineOptions options) {
    return StoreLocation.parse(location) instanceof StoreLocation.S3
        ? DIGESTS.computeIfAbsent(options, AccessDigest::of)
        : "";
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
