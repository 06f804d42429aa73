/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import io.tusk.host.Host;
import io.tusk.location.StoreLocation;
import io.tusk.location.Stores;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.s3.S3Proxy;
import java.util.ArrayList;
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
  static List<String> arguments(String runner, SparkCluster cluster) {
    List<String> arguments = new ArrayList<>(List.of(runner, "--sparkMaster=" + cluster.url()));
    arguments.addAll(access());
    return arguments;
  }

  /** How a process reaches the service that knows nothing of it. */
  static List<String> access() {
    List<String> access = new ArrayList<>(place());
    access.add(
        "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\""
            + S3Proxy.ACCESS_KEY
            + "\",\"secretAccessKey\":\""
            + S3Proxy.SECRET_KEY
            + "\"}");
    return access;
  }

  /** Where the service is, without what it asks for. */
  static List<String> place() {
    return List.of("--awsRegion=us-east-1", "--endpoint=" + S3Proxy.shared().endpoint());
  }
}
