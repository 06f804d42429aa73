/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

final class S3SettingsTest {
  private static final String SECRET = "wJalr-very-secret";

  @Test
  void beamsValuesAreRead() {
    S3Settings settings =
        S3Settings.parse(
            Optional.of("eu-central-1"),
            Optional.of("https://s3.example.com:9000"),
            Optional.of(
                "{\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"AK\","
                    + "\"secretAccessKey\":\""
                    + SECRET
                    + "\"}"));
    assertThat(settings.region()).hasValue("eu-central-1");
    assertThat(settings.endpoint()).hasValue(URI.create("https://s3.example.com:9000"));
    AwsCredentials credentials = settings.credentials().orElseThrow().resolveCredentials();
    assertThat(credentials.accessKeyId()).isEqualTo("AK");
    assertThat(credentials.secretAccessKey()).isEqualTo(SECRET);
    assertThat(settings)
        .hasToString(
            "region eu-central-1, endpoint https://s3.example.com:9000, credentials"
                + " StaticCredentialsProvider");
  }

  @Test
  void whatIsNotGivenIsLeftToAws() {
    assertThat(S3Settings.parse(Optional.empty(), Optional.empty(), Optional.empty()))
        .isEqualTo(S3Settings.NONE)
        .hasToString("region by default, endpoint by default, credentials by default");
  }

  @Test
  void aSessionTokenMakesCredentialsOfASession() {
    AwsCredentials credentials =
        credentials(
                "{\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"AK\","
                    + "\"secretAccessKey\":\"SK\",\"sessionToken\":\"T\"}")
            .resolveCredentials();
    assertThat(credentials)
        .isInstanceOfSatisfying(
            AwsSessionCredentials.class, s -> assertThat(s.sessionToken()).isEqualTo("T"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DefaultCredentialsProvider",
        "EnvironmentVariableCredentialsProvider",
        "SystemPropertyCredentialsProvider",
        "ContainerCredentialsProvider",
        "ProfileCredentialsProvider"
      })
  void providersWithoutFieldsAreKnown(String type) {
    AwsCredentialsProvider provider = credentials("{\"@type\":\"" + type + "\"}");
    assertThat(provider.getClass().getSimpleName()).isEqualTo(type);
  }

  @Test
  void aProfileIsNamed() {
    assertThat(credentials("{\"@type\":\"ProfileCredentialsProvider\",\"profileName\":\"data\"}"))
        .isInstanceOf(ProfileCredentialsProvider.class)
        .asString()
        .contains("profileName=data");
  }

  @Test
  void whatIsNotKnownIsRefusedByNameAndNoSecretIsRepeated() {
    refused(
        "names StsAssumeRoleCredentialsProvider, which is not known; use"
            + " StaticCredentialsProvider, ProfileCredentialsProvider, DefaultCredentialsProvider,"
            + " EnvironmentVariableCredentialsProvider, SystemPropertyCredentialsProvider or"
            + " ContainerCredentialsProvider; a role is taken up by a profile with role_arn",
        "{\"@type\":\"StsAssumeRoleCredentialsProvider\",\"roleArn\":\"x\"}");
    String example =
        "names no provider; give it like"
            + " {\"@type\":\"ProfileCredentialsProvider\",\"profileName\":\"data\"}";
    refused(example, "{\"secretAccessKey\":\"" + SECRET + "\"}");
    refused(example, "[\"" + SECRET + "\"]");
    refused(example, "");
    refused(
        "is no JSON; quote it for the shell, like '{\"@type\":\"...\"}'",
        "{@type:StaticCredentialsProvider,secretAccessKey:" + SECRET + "}");
    refused(
        "gives StaticCredentialsProvider the field awsSecretKey, which it has not; it has"
            + " accessKeyId, secretAccessKey, sessionToken",
        "{\"@type\":\"StaticCredentialsProvider\",\"awsSecretKey\":\"" + SECRET + "\"}");
    refused(
        "gives StaticCredentialsProvider no secretAccessKey; add it as a string",
        "{\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"AK\"}");
    refused(
        "gives StaticCredentialsProvider no accessKeyId; add it as a string",
        "{\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":7,\"secretAccessKey\":\""
            + SECRET
            + "\"}");
    refused(
        "gives DefaultCredentialsProvider the field profileName, which it has not",
        "{\"@type\":\"DefaultCredentialsProvider\",\"profileName\":\"data\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3.example.com", "ftp://h", "http://", "http://a b", "http://h?x"})
  void anEndpointIsAnAddress(String text) {
    assertFails(
        ErrorCode.USAGE,
        "--endpoint is \""
            + text
            + "\", which is no address of S3; give one like https://s3.example.com:9000",
        () -> S3Settings.parse(Optional.empty(), Optional.of(text), Optional.empty()));
  }

  @Test
  void aPasswordInAnEndpointIsNotRepeated() {
    assertFails(
        ErrorCode.USAGE,
        "--endpoint holds a login before the host, which S3 does not take; give the address alone,"
            + " and credentials by a profile, the environment or --awsCredentialsProvider",
        () ->
            S3Settings.parse(
                Optional.empty(), Optional.of("https://me:" + SECRET + "@h"), Optional.empty()));
  }

  @Test
  void aRegionIsAName() {
    assertFails(
        ErrorCode.USAGE,
        "--awsRegion is \"Frankfurt\", which is no region; give one like eu-central-1",
        () -> S3Settings.parse(Optional.of("Frankfurt"), Optional.empty(), Optional.empty()));
  }

  private static AwsCredentialsProvider credentials(String json) {
    return S3Settings.parse(Optional.empty(), Optional.empty(), Optional.of(json))
        .credentials()
        .orElseThrow();
  }

  private static void refused(String fact, String json) {
    assertFails(ErrorCode.USAGE, "--awsCredentialsProvider " + fact, () -> credentials(json));
  }
}
