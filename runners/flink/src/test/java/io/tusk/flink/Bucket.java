/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.host.Host;
import io.tusk.location.StoreLocation;
import io.tusk.location.Stores;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.s3.S3Proxy;
import java.util.List;

/** An empty bucket of the S3 service of tests. */
record Bucket(StoreLocation location) {
  static Bucket create() {
    return new Bucket(StoreLocation.parse("s3://" + S3Proxy.shared().newBucket() + "/store"));
  }

  ObjectStore open() {
    return Stores.open(location, S3Proxy.shared().settings(), Host.system());
  }

  /** How a run reaches the service and a cluster, whose workers know of neither. */
  static List<String> arguments(FlinkCluster cluster) {
    return List.of(
        "--runner=FlinkRunner",
        "--flinkMaster=" + cluster.address(),
        "--awsRegion=us-east-1",
        "--endpoint=" + S3Proxy.shared().endpoint(),
        "--awsCredentialsProvider=" + credentials(S3Proxy.ACCESS_KEY, S3Proxy.SECRET_KEY));
  }

  static String credentials(String key, String secret) {
    return "{\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\""
        + key
        + "\",\"secretAccessKey\":\""
        + secret
        + "\"}";
  }
}
