/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.location.StoreLocation;
import io.tusk.objects.s3.S3Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How buckets are reached, by the names that Beam gives these options. */
final class BucketOptions {
  private static final String REGION = "--awsRegion";
  private static final String ENDPOINT = "--endpoint";
  private static final String CREDENTIALS = "--awsCredentialsProvider";

  @Option(
      names = REGION,
      order = 901,
      paramLabel = "REGION",
      description = "Of buckets: the region; without it AWS_REGION, else that of the profile.")
  private String region;

  @Option(
      names = ENDPOINT,
      order = 902,
      paramLabel = "URL",
      description =
          "Of buckets: another service than Amazon's; without it AWS_ENDPOINT_URL_S3 or"
              + " AWS_ENDPOINT_URL.")
  private String endpoint;

  @Option(
      names = CREDENTIALS,
      order = 903,
      paramLabel = "JSON",
      description =
          "Of buckets: the credentials, in Beam's form; without it those that AWS's own tools find.")
  private String credentials;

  /**
   * @throws io.tusk.error.TuskException USAGE
   */
  S3Settings settings() {
    return S3Settings.parse(
        Optional.ofNullable(region),
        Optional.ofNullable(endpoint),
        Optional.ofNullable(credentials));
  }

  /**
   * @throws io.tusk.error.TuskException as {@link #settings}
   */
  List<String> asBeams() {
    List<String> options = new ArrayList<>();
    add(options, REGION, region);
    add(options, ENDPOINT, endpoint);
    add(options, CREDENTIALS, credentials);
    if (!options.isEmpty()) {
      settings();
    }
    return options;
  }

  /**
   * As {@link #asBeams}, with the region and the endpoint of a store's bucket as they are found
   * here: workers need not find them. Credentials go only where they are given as an option.
   */
  List<String> forWorkers(StoreLocation.S3 store) {
    S3Settings found = settings().found(store.place());
    List<String> options = new ArrayList<>();
    add(options, REGION, found.region().orElse(null));
    add(options, ENDPOINT, found.endpoint().map(URI::toString).orElse(null));
    add(options, CREDENTIALS, credentials);
    return options;
  }

  private static void add(List<String> options, String name, String value) {
    if (value != null) {
      options.add(name + "=" + value);
    }
  }

  /** The arguments of a command without how it reached buckets, which may be secret. */
  static List<String> removedFrom(List<String> args) {
    List<String> kept = new ArrayList<>();
    boolean isValue = false;
    for (String arg : args) {
      boolean alone = arg.equals(REGION) || arg.equals(ENDPOINT) || arg.equals(CREDENTIALS);
      boolean joined =
          arg.startsWith(REGION + "=")
              || arg.startsWith(ENDPOINT + "=")
              || arg.startsWith(CREDENTIALS + "=");
      if (!isValue && !alone && !joined) {
        kept.add(arg);
      }
      isValue = alone && !isValue;
    }
    return kept;
  }
}
