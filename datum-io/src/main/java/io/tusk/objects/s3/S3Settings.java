/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * How S3 is reached. What is empty is found as every AWS tool finds it: environment, profile, web
 * identity, the metadata of the machine. Never shows a secret.
 *
 * @param endpoint an http or https URL; with one, buckets are part of the path and not of the host
 */
public record S3Settings(
    Optional<String> region, Optional<URI> endpoint, Optional<AwsCredentialsProvider> credentials) {
  public static final S3Settings NONE =
      new S3Settings(Optional.empty(), Optional.empty(), Optional.empty());

  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,63}");

  /**
   * Reads the values of Beam's options {@code --awsRegion}, {@code --endpoint} and {@code
   * --awsCredentialsProvider} as Beam does.
   *
   * @throws TuskException USAGE
   */
  public static S3Settings parse(
      Optional<String> awsRegion,
      Optional<String> endpoint,
      Optional<String> awsCredentialsProvider) {
    awsRegion.ifPresent(S3Settings::requireRegion);
    return new S3Settings(
        awsRegion,
        endpoint.map(url -> requireEndpoint("--endpoint", url)),
        awsCredentialsProvider.map(CredentialsJson::read));
  }

  /**
   * These, with the region and the endpoint that this process finds where they say none: for
   * processes elsewhere, which may find others.
   *
   * @throws TuskException STORAGE when no region can be found
   */
  public S3Settings found(BucketPrefix place) {
    return S3Clients.found(place, this);
  }

  private static void requireRegion(String region) {
    if (!REGION.matcher(region).matches()) {
      throw new TuskException(
          ErrorCode.USAGE,
          "--awsRegion is \"" + region + "\", which is no region; give one like eu-central-1");
    }
  }

  /** The URL that {@code source} says. */
  static URI requireEndpoint(String source, String url) {
    try {
      URI uri = new URI(url);
      if (uri.getUserInfo() != null) {
        // Which is not repeated: it may be in a log.
        throw new TuskException(
            ErrorCode.USAGE,
            source
                + " holds a login before the host, which S3 does not take; give the address alone,"
                + " and credentials by a profile, the environment or --awsCredentialsProvider");
      }
      boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (known && uri.getHost() != null && uri.getQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw noEndpoint(source, url, e);
    }
    throw noEndpoint(source, url, null);
  }

  private static TuskException noEndpoint(String source, String url, URISyntaxException cause) {
    return new TuskException(
        ErrorCode.USAGE,
        source
            + " is \""
            + url
            + "\", which is no address of S3; give one like https://s3.example.com:9000",
        cause);
  }

  @Override
  public String toString() {
    return "region "
        + region.orElse("by default")
        + ", endpoint "
        + endpoint.map(URI::toString).orElse("by default")
        + ", credentials "
        + credentials.map(provider -> provider.getClass().getSimpleName()).orElse("by default");
  }
}
