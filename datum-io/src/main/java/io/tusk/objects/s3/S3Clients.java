/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.JarUrls;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * Makes clients that send every request once: a store decides itself what may be sent again.
 *
 * @param endpoint empty for Amazon's own
 */
record S3Clients(S3Client client, Region region, Optional<URI> endpoint) {
  static {
    JarUrls.keepNone();
  }

  /** Of one process; a thread of a job or an upload takes one. */
  private static final int CONNECTIONS = 128;

  private static final Duration LONGEST_WAIT_FOR_CONNECTION = Duration.ofMinutes(2);

  /** Where an endpoint is set, the region is only part of the signature. */
  private static final Region ANY_REGION = Region.US_EAST_1;

  // The client that Beam's S3 file system uses: one is enough on the class path of a job.
  @SuppressWarnings("deprecation")
  static S3Clients make(BucketPrefix place, S3Settings settings, S3Timeouts timeouts) {
    S3Settings found = found(place, settings);
    Optional<URI> endpoint = found.endpoint();
    Region region = Region.of(found.region().orElseThrow());
    ApacheHttpClient.Builder http =
        ApacheHttpClient.builder()
            .maxConnections(CONNECTIONS)
            .connectionAcquisitionTimeout(LONGEST_WAIT_FOR_CONNECTION)
            .connectionTimeout(timeouts.connect())
            .socketTimeout(timeouts.silence())
            .expectContinueEnabled(false);
    if (endpoint.isEmpty() || "https".equals(endpoint.get().getScheme())) {
      value("AWS_CA_BUNDLE", "aws.caBundle")
          .map(CaBundle::read)
          .ifPresent(trusted -> http.tlsTrustManagersProvider(() -> trusted));
    }
    S3ClientBuilder builder =
        S3Client.builder()
            .region(region)
            .credentialsProvider(new StoreCredentials(place, settings.credentials()))
            .forcePathStyle(endpoint.isPresent())
            .httpClientBuilder(http)
            .serviceConfiguration(
                S3Configuration.builder()
                    .chunkedEncodingEnabled(false)
                    .expectContinueEnabled(false)
                    .build())
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
    endpoint.ifPresent(builder::endpointOverride);
    if (SdkSystemSetting.AWS_REQUEST_CHECKSUM_CALCULATION.getStringValue().isEmpty()) {
      builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED);
    }
    if (SdkSystemSetting.AWS_RESPONSE_CHECKSUM_VALIDATION.getStringValue().isEmpty()) {
      builder.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    }
    return new S3Clients(builder.build(), region, endpoint);
  }

  /** The settings with the region and the endpoint that this process finds where they say none. */
  static S3Settings found(BucketPrefix place, S3Settings settings) {
    Optional<URI> endpoint = settings.endpoint().or(S3Clients::configuredEndpoint);
    Optional<String> region =
        settings.region().or(() -> Optional.of(foundRegion(place, endpoint.isPresent()).id()));
    return new S3Settings(region, endpoint, settings.credentials());
  }

  private static Region foundRegion(BucketPrefix place, boolean endpointIsSet) {
    try {
      // Beside an endpoint the machine's own metadata is not waited for.
      return endpointIsSet
          ? new AwsRegionProviderChain(
                  new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
              .getRegion()
          : DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      if (endpointIsSet) {
        return ANY_REGION;
      }
      throw new TuskException(
          ErrorCode.STORAGE,
          "store "
              + place
              + " cannot be used: no AWS region was found; give --awsRegion or set AWS_REGION",
          e);
    }
  }

  /** What AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or the profile says. */
  private static Optional<URI> configuredEndpoint() {
    if (Boolean.parseBoolean(
        value("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "aws.ignoreConfiguredEndpointUrls")
            .orElse("false"))) {
      return Optional.empty();
    }
    return endpoint("AWS_ENDPOINT_URL_S3", "aws.endpointUrlS3")
        .or(() -> endpoint("AWS_ENDPOINT_URL", "aws.endpointUrl"))
        .or(S3Clients::profilesEndpoint);
  }

  private static Optional<URI> endpoint(String variable, String property) {
    return value(variable, property).map(url -> S3Settings.requireEndpoint(variable, url));
  }

  private static Optional<String> value(String variable, String property) {
    return new Setting(variable, property).getStringValue().filter(value -> !value.isBlank());
  }

  private record Setting(String environmentVariable, String property) implements SystemSetting {
    @Override
    public String defaultValue() {
      return null;
    }
  }

  private static Optional<URI> profilesEndpoint() {
    ProfileFile file = ProfileFile.defaultProfileFile();
    String name = ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
    Supplier<Optional<String>> general =
        () -> file.profile(name).flatMap(profile -> profile.property("endpoint_url"));
    return file.profile(name)
        .flatMap(profile -> profile.property("services"))
        .flatMap(services -> file.getSection("services", services))
        .flatMap(services -> services.property("s3.endpoint_url"))
        .or(general)
        .map(url -> S3Settings.requireEndpoint("endpoint_url of profile " + name, url));
  }
}
