/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.error.Failures;
import io.tusk.host.Host;
import io.tusk.location.StoreLocation;
import io.tusk.location.Stores;
import io.tusk.objects.s3.S3Proxy;
import io.tusk.repo.TuskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;

/** A store in a bucket is reached by the pipeline's options alone. */
final class BucketConnectorTest {
  private final S3Proxy proxy = S3Proxy.shared();
  private final String where = "s3://" + proxy.newBucket() + "/store";

  private String[] options(String secret) {
    return new String[] {
      "--awsRegion=us-east-1",
      "--endpoint=" + proxy.endpoint(),
      "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\""
          + S3Proxy.ACCESS_KEY
          + "\",\"secretAccessKey\":\""
          + secret
          + "\"}"
    };
  }

  private PipelineOptions created(String secret) {
    return PipelineOptionsFactory.fromArgs(options(secret)).create();
  }

  @Test
  void eachPipelineReachesItAsItsOwnOptionsSay() {
    try (ConnectorFixture fixture =
        new ConnectorFixture(
            Stores.open(StoreLocation.parse(where), proxy.settings(), Host.system()))) {
      StoreKey key = new StoreKey(where, fixture.store.id());
      TuskStore opened = OpenStores.open(key, created(S3Proxy.SECRET_KEY));
      assertThat(OpenStores.open(key, created(S3Proxy.SECRET_KEY))).isSameAs(opened);
      Failures.assertFails(
          ErrorCode.STORAGE,
          "store "
              + where
              + " cannot be listed: the credentials are refused (SignatureDoesNotMatch); check the"
              + " access key, its secret and the region",
          () -> OpenStores.open(key, created("another")));
      assertThat(OpenStores.open(key, created(S3Proxy.SECRET_KEY))).isSameAs(opened);
    }
  }

  @Test
  void credentialsOfProfilesAreToldApart() {
    List<String> digests = new ArrayList<>();
    for (String profile : List.of("one", "two", "one")) {
      PipelineOptions options =
          PipelineOptionsFactory.fromArgs(
                  "--awsRegion=us-east-1",
                  "--awsCredentialsProvider={\"@type\":\"ProfileCredentialsProvider\","
                      + "\"profileName\":\""
                      + profile
                      + "\"}")
              .create();
      digests.add(AccessDigest.of(options));
    }
    assertThat(digests.get(0)).isEqualTo(digests.get(2)).isNotEqualTo(digests.get(1));
  }

  @Test
  void readsAndWritesInABucket() {
    String[] options = options(S3Proxy.SECRET_KEY);
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
