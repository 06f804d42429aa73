/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Region and endpoint as the files and settings of AWS's tools say them. */
final class S3ProfilesTest {
  private static final BucketPrefix PLACE = new BucketPrefix("bkt", "p");

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    Path file = directory.resolve("config");
    Files.writeString(
        file,
        """
        [default]
        region = eu-north-1

        [profile office]
        region = eu-central-1
        endpoint_url = https://office.example.com

        [profile disks]
        endpoint_url = https://other.example.com
        services = disks

        [services disks]
        s3 =
          endpoint_url = https://disks.example.com:9000
        """);
    System.setProperty("aws.configFile", file.toString());
    System.setProperty("aws.sharedCredentialsFile", directory.resolve("none").toString());
  }

  @AfterEach
  void forget() {
    for (String name :
        new String[] {
          "aws.configFile",
          "aws.sharedCredentialsFile",
          "aws.profile",
          "aws.region",
          "aws.endpointUrl",
          "aws.endpointUrlS3",
          "aws.ignoreConfiguredEndpointUrls"
        }) {
      System.clearProperty(name);
    }
  }

  @Test
  void theProfileSaysRegionAndEndpoint() {
    finds("eu-north-1", Optional.empty());
    System.setProperty("aws.profile", "office");
    finds("eu-central-1", Optional.of("https://office.example.com"));
    System.setProperty("aws.ignoreConfiguredEndpointUrls", "true");
    finds("eu-central-1", Optional.empty());
  }

  @Test
  void whatAProfileSaysOfS3GoesBeforeWhatItSaysOfAll() {
    System.setProperty("aws.profile", "disks");
    finds("us-east-1", Optional.of("https://disks.example.com:9000"));
  }

  @Test
  void settingsGoBeforeProfilesAndOptionsBeforeAll() {
    System.setProperty("aws.profile", "office");
    System.setProperty("aws.region", "us-west-2");
    System.setProperty("aws.endpointUrl", "http://all.example.com");
    finds("us-west-2", Optional.of("http://all.example.com"));
    System.setProperty("aws.endpointUrlS3", "http://s3.example.com");
    finds("us-west-2", Optional.of("http://s3.example.com"));
    S3Settings given =
        S3Settings.parse(
            Optional.of("ap-south-1"), Optional.of("http://given.example.com"), Optional.empty());
    assertThat(given.found(PLACE)).isEqualTo(given);
  }

  @Test
  void anEndpointThatIsNoAddressIsRefusedByItsSource() {
    System.setProperty("aws.endpointUrl", "s3.example.com");
    assertFails(
        ErrorCode.USAGE,
        "AWS_ENDPOINT_URL is \"s3.example.com\", which is no address of S3; give one like"
            + " https://s3.example.com:9000",
        () -> S3Settings.NONE.found(PLACE));
  }

  private static void finds(String region, Optional<String> endpoint) {
    assertThat(S3Settings.NONE.found(PLACE))
        .isEqualTo(
            new S3Settings(Optional.of(region), endpoint.map(URI::create), Optional.empty()));
  }
}
