/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import io.tusk.objects.s3.S3Settings;
import java.util.Optional;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** How a worker reaches a bucket: by what the pipeline's options say, else by AWS's customs. */
public final class BucketAccess {
  private BucketAccess() {}

  public static S3Settings of(PipelineOptions options) {
    AwsOptions aws = options.as(AwsOptions.class);
    return new S3Settings(
        Optional.ofNullable(aws.getAwsRegion()).map(region -> region.id()),
        Optional.ofNullable(aws.getEndpoint()),
        // Beam's default is what is used, and told in fewer words, without one.
        Optional.ofNullable(aws.getAwsCredentialsProvider())
            .filter(provider -> !(provider instanceof DefaultCredentialsProvider)));
  }
}
