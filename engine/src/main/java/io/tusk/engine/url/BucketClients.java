/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.url;

import org.apache.beam.sdk.io.aws2.options.S3ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Beam's clients of S3, for storage of other makers too: no checksum that it may not know, and
 * where an endpoint is named the bucket as part of the path and a region only if there is one. Beam
 * makes it by its name.
 */
public final class BucketClients implements S3ClientBuilderFactory {
  @Override
  public S3ClientBuilder createBuilder(S3Options options) {
    S3ClientBuilder builder =
        new DefaultS3ClientBuilderFactory()
            .createBuilder(options)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    if (namesEndpoint(options)) {
      builder.forcePathStyle(true);
      if (options.getAwsRegion() == null) {
        builder.region(Region.US_EAST_1);
      }
    }
    return builder;
  }

  private static boolean namesEndpoint(S3Options options) {
    return options.getEndpoint() != null
        || System.getenv("AWS_ENDPOINT_URL") != null
        || System.getenv("AWS_ENDPOINT_URL_S3") != null;
  }
}
