/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.ObjectStoreConformance;

class S3ObjectStoreTest extends ObjectStoreConformance {
  @Override
  protected ObjectStore newStore() {
    S3Proxy s3 = S3Proxy.shared();
    return S3ObjectStore.open(
        new BucketPrefix(s3.newBucket(), "a/store"), s3.settings(), Host.system());
  }
}
