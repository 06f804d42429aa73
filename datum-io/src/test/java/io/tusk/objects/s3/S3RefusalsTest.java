/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

/** What S3 and its client refuse, and what the message tells to do. */
final class S3RefusalsTest {
  private FakeS3 s3;
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    s3 = new FakeS3();
    store = open(s3.settings());
  }

  @AfterEach
  void close() {
    store.close();
    s3.close();
  }

  private static ObjectStore open(S3Settings settings) {
    return S3ObjectStore.open(
        new BucketPrefix("bkt", "p"),
        settings,
        new Host(Clock.systemUTC(), new Random(1), pause -> {}));
  }

  @Test
  void aMissingBucketIsNamed() {
    String fact =
        ": there is no bucket bkt at "
            + s3.endpoint()
            + "; create it, or name another with --store";
    s3.always(FakeS3.error(404, "NoSuchBucket", "The specified bucket does not exist"));
    refused("cannot be listed" + fact, () -> store.list("", "", 1));
    refused("cannot be read" + fact, () -> store.read("k"));
    refused("cannot be read" + fact, () -> store.read("k", 3, 4));
    refused("cannot be written" + fact, () -> store.put("k", new byte[1]));
    refused("cannot be written" + fact, () -> store.createIfAbsent("k", new byte[1]));
    refused("cannot be written" + fact, () -> store.delete("k"));
    assertThat(s3.requests()).hasSize(6);
  }

  @Test
  void deniedAccessNamesThePermission() {
    s3.always(FakeS3.error(403, "AccessDenied", "Access Denied"));
    denied("listed", "s3:ListBucket", () -> store.list("", "", 1));
    denied("read", "s3:GetObject and s3:ListBucket", () -> store.read("k"));
    denied(
        "written", "s3:PutObject and s3:AbortMultipartUpload", () -> store.put("k", new byte[1]));
    denied("written", "s3:DeleteObject", () -> store.delete("k"));
    refused(
        "cannot be read: access is denied; allow who runs this s3:GetObject and s3:ListBucket on"
            + " it, or use other credentials",
        () -> store.size("k"));
    assertThat(s3.requests()).hasSize(5);
  }

  private void denied(String what, String permission, Runnable call) {
    refused(
        "cannot be "
            + what
            + ": access is denied (AccessDenied); allow who runs this "
            + permission
            + " on it, or use other credentials",
        call);
  }

  @Test
  void credentialsThatAreNotAcceptedAreTold() {
    s3.next(
        FakeS3.error(403, "InvalidAccessKeyId", "no such key"),
        FakeS3.error(403, "SignatureDoesNotMatch", "hidden"),
        FakeS3.error(400, "ExpiredToken", "The provided token has expired."));
    String check = "; check the access key, its secret and the region";
    refused(
        "cannot be listed: the credentials are refused (InvalidAccessKeyId)" + check,
        () -> store.list("", "", 1));
    refused(
        "cannot be written: the credentials are refused (SignatureDoesNotMatch)" + check,
        () -> store.createIfAbsent("k", new byte[1]));
    refused(
        "cannot be read: the credentials have expired (ExpiredToken); get new ones and run the"
            + " command again",
        () -> store.read("k"));
  }

  @Test
  void anotherRegionIsNamed() {
    s3.next(
        (request, exchange) -> {
          exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-west-1");
          FakeS3.error(301, "PermanentRedirect", "elsewhere").give(request, exchange);
        },
        (request, exchange) -> {
          exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-west-1");
          FakeS3.error(400, "AuthorizationHeaderMalformed", "region").give(request, exchange);
        },
        FakeS3.error(301, "PermanentRedirect", "elsewhere"));
    String fact =
        ": bucket bkt is in region eu-west-1 and was asked for in us-east-1; give"
            + " --awsRegion=eu-west-1 or set AWS_REGION=eu-west-1";
    refused("cannot be listed" + fact, () -> store.list("", "", 1));
    refused("cannot be written" + fact, () -> store.put("k", new byte[1]));
    refused(
        "cannot be read: bucket bkt is in another region and was asked for in us-east-1; give"
            + " --awsRegion or set AWS_REGION",
        () -> store.read("k"));
  }

  @Test
  void aClockThatIsWrongIsCorrectedForAndToldOnlyIfThatDoesNotHelp() {
    FakeS3.Answer skewed =
        (request, exchange) -> {
          String later =
              DateTimeFormatter.RFC_1123_DATE_TIME.format(
                  ZonedDateTime.now(Clock.offset(Clock.systemUTC(), Duration.ofHours(2)))
                      .withZoneSameInstant(ZoneOffset.UTC));
          exchange.getResponseHeaders().set("Date", later);
          FakeS3.error(403, "RequestTimeTooSkewed", "too large").give(request, exchange);
        };
    s3.next(skewed);
    assertThat(store.list("", "", 1)).isEmpty();
    s3.always(skewed);
    refused(
        "cannot be listed: the clock of this machine and that of the store differ too much"
            + " (RequestTimeTooSkewed); set the clock (tried 10 times)",
        () -> store.list("", "", 1));
  }

  @Test
  void anEndpointWithoutTlsIsSaidToHaveNone() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI endpoint = URI.create("https://127.0.0.1:" + server.getLocalPort());
      Thread plain = new Thread(() -> answerPlainly(server), "plain");
      plain.start();
      try (ObjectStore secure = open(FakeS3.settings(endpoint))) {
        refused(
            "cannot be listed: no secure connection to "
                + endpoint
                + ": Unsupported or unrecognized SSL message; check the scheme of the endpoint, and"
                + " that its certificate is trusted (tried 3 times)",
            () -> secure.list("", "", 1));
      }
      plain.join();
    }
  }

  private static void answerPlainly(ServerSocket server) {
    for (int i = 0; i < 3; i++) {
      try (Socket socket = server.accept()) {
        socket
            .getOutputStream()
            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Test
  void missingCredentialsSayHowToGiveThem() {
    String remedy =
        "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give"
            + " --awsCredentialsProvider";
    try (ObjectStore poor = open(with(EnvironmentVariableCredentialsProvider.create()))) {
      refused(
          "cannot be used: EnvironmentVariableCredentialsProvider gives none: Unable to load"
              + " credentials from system settings. Access key must be specified either via"
              + " environment variable (AWS_ACCESS_KEY_ID) or system property (aws.accessKeyId)."
              + remedy,
          () -> poor.list("", "", 1));
      refused(
          "cannot be used: EnvironmentVariableCredentialsProvider gives none: Unable to load"
              + " credentials from system settings. Access key must be specified either via"
              + " environment variable (AWS_ACCESS_KEY_ID) or system property (aws.accessKeyId)."
              + remedy,
          () -> poor.createIfAbsent("k", new byte[1]));
    }
    try (ObjectStore poor = open(with(ProfileCredentialsProvider.create("no-such")))) {
      refused(
          "cannot be used: ProfileCredentialsProvider gives none: Profile file contained no"
              + " credentials for profile 'no-such': ProfileFile(sections=[])"
              + remedy,
          () -> poor.read("k"));
    }
    assertThat(s3.requests()).isEmpty();
  }

  private S3Settings with(AwsCredentialsProvider provider) {
    return new S3Settings(
        Optional.of("us-east-1"), Optional.of(s3.endpoint()), Optional.of(provider));
  }

  private static void refused(String fact, Runnable call) {
    assertFails(ErrorCode.STORAGE, "store s3://bkt/p " + fact, call::run);
  }
}
