/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.location;

import io.tusk.host.Host;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.cache.CacheSettings;
import io.tusk.objects.cache.CachingObjectStore;
import io.tusk.objects.s3.S3ObjectStore;
import io.tusk.objects.s3.S3Settings;

/** Opens the objects of a store, wherever it is. */
public final class Stores {
  private Stores() {}

  /**
   * As the other, with a cache for processes that work on hosts which are not the user's.
   *
   * @throws io.tusk.error.TuskException also USAGE where the environment asks for a cache that
   *     cannot be
   */
  public static ObjectStore open(StoreLocation location, S3Settings settings, Host host) {
    CacheSettings cache =
        location instanceof StoreLocation.S3
            ? CacheSettings.ofWorker(System.getenv())
            : CacheSettings.OFF;
    return open(location, settings, cache, host);
  }

  /**
   * Makes no request: what cannot be reached fails when it is used.
   *
   * @param settings for a bucket; of no effect on a directory
   * @param cache as {@code settings}
   * @throws io.tusk.error.TuskException STORAGE when no region can be found
   */
  public static ObjectStore open(
      StoreLocation location, S3Settings settings, CacheSettings cache, Host host) {
    if (location instanceof StoreLocation.S3 bucket) {
      return new CachingObjectStore(
          S3ObjectStore.open(bucket.place(), settings, host), cache, host);
    }
    return new LocalObjectStore(((StoreLocation.Local) location).path());
  }
}
