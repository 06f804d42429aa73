/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tusk.objects.s3.S3Settings;
import io.tusk.pieces.Hash;
import org.apache.beam.sdk.io.aws2.options.AwsModule;
import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Tells pipelines apart by how they reach buckets. */
final class AccessDigest {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new AwsModule());

  private AccessDigest() {}

  /** The same where region, endpoint and credentials are; it gives no secret away. */
  static String of(PipelineOptions options) {
    S3Settings settings = BucketAccess.of(options);
    String text =
        settings.region()
            + "\n"
            + settings.endpoint()
            + "\n"
            + settings.credentials().map(AccessDigest::json);
    return Hash.of(text.getBytes(UTF_8)).toString();
  }

  /** As it stands in the options of pipelines, secrets included. */
  private static String json(AwsCredentialsProvider provider) {
    try {
      return JSON.writerFor(AwsCredentialsProvider.class).writeValueAsString(provider);
    } catch (JsonProcessingException e) {
      // What cannot be sent to a worker is the same in this process only.
      return provider.getClass().getName() + "@" + System.identityHashCode(provider);
    }
  }
}
