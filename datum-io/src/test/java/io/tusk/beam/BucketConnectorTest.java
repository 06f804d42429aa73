/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.Host;
import io.tusk.location.StoreLocation;
import io.tusk.location.Stores;
import io.tusk.objects.s3.S3Proxy;
import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;

/** A store in a bucket is reached by the pipeline's options alone. */
final class BucketConnectorTest {
  @Test
  void readsAndWritesInABucket() {
    S3Proxy proxy = S3Proxy.shared();
    String where = "s3://" + proxy.newBucket() + "/store";
    String[] options = {
      "--awsRegion=us-east-1",
      "--endpoint=" + proxy.endpoint(),
      "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\""
          + S3Proxy.ACCESS_KEY
          + "\",\"secretAccessKey\":\""
          + S3Proxy.SECRET_KEY
          + "\"}"
    };
    try (ConnectorFixture fixture =
        new ConnectorFixture(
            Stores.open(StoreLocation.parse(where), proxy.settings(), Host.system()))) {
      Runs.of(
          pipeline ->
              pipeline
                  .apply(
                      "Elements",
                      Create.of(KV.of("/a", "one".getBytes(UTF_8)))
                          .withCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of())))
                  .apply("Write files", TuskIO.write().withStore(where).withBranch("in@master")),
          options);
      assertThat(fixture.contents("in@master")).isEqualTo(Map.of("/a", "one"));
      Runs.of(
          pipeline ->
              pipeline
                  .apply("Read", TuskIO.read().withStore(where).withCommit("in@master"))
                  .apply(
                      "Write files",
                      TuskIO.<TuskFile>write(
                              file -> file.path() + ".copy", (file, given) -> file.open(given))
                          .withStore(where)
                          .withBranch("out@master")),
          options);
      assertThat(fixture.contents("out@master")).isEqualTo(Map.of("/a.copy", "one"));
    }
  }
}
