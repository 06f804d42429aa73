/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.location;

import io.tusk.host.Host;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.s3.S3ObjectStore;
import io.tusk.objects.s3.S3Settings;

/** Opens the objects of a store, wherever it is. */
public final class Stores {
  private Stores() {}

  /**
   * Makes no request: what cannot be reached fails when it is used.
   *
   * @param settings for a bucket; of no effect on a directory
   * @throws io.tusk.error.TuskException STORAGE when no region can be found
   */
  public static ObjectStore open(StoreLocation location, S3Settings settings, Host host) {
    if (location instanceof StoreLocation.S3 bucket) {
      return S3ObjectStore.open(bucket.place(), settings, host);
    }
    return new LocalObjectStore(((StoreLocation.Local) location).path());
  }
}
