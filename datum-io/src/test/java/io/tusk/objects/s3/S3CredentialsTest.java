/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import static io.tusk.error.Failures.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.apache.internal.conn.IdleConnectionReaper;

/** Roles that a service of AWS lends, asked for with a token or by a profile. */
final class S3CredentialsTest {
  private static final BucketPrefix PLACE = new BucketPrefix("bkt", "p");
  private static final String REFUSAL = "Not authorized to perform sts:AssumeRoleWithWebIdentity";

  private static final String ANSWER =
      "AWS answered 403 AccessDenied (" + REFUSAL + "); check its role, and whom that role trusts";

  @TempDir Path directory;

  private FakeS3 s3;

  @BeforeEach
  void start() throws IOException {
    s3 = new FakeS3();
    Path config = directory.resolve("config");
    Files.writeString(
        config,
        """
        [profile data]
        role_arn = arn:aws:iam::1:role/data
        source_profile = keys

        [profile keys]
        aws_access_key_id = id
        aws_secret_access_key = hidden
        """);
    Path token = directory.resolve("token");
    Files.writeString(token, "token");
    System.setProperty("aws.configFile", config.toString());
    System.setProperty("aws.sharedCredentialsFile", directory.resolve("none").toString());
    System.setProperty("aws.region", "us-east-1");
    System.setProperty("aws.endpointUrlSts", s3.endpoint().toString());
    System.setProperty("aws.webIdentityTokenFile", token.toString());
    System.setProperty("aws.roleArn", "arn:aws:iam::1:role/data");
    System.setProperty("aws.disableEc2Metadata", "true");
  }

  @AfterEach
  void stop() {
    s3.close();
    for (String name :
        new String[] {
          "aws.configFile",
          "aws.sharedCredentialsFile",
          "aws.region",
          "aws.endpointUrlSts",
          "aws.webIdentityTokenFile",
          "aws.roleArn",
          "aws.disableEc2Metadata",
          "aws.profile"
        }) {
      System.clearProperty(name);
    }
  }

  private ObjectStore open(S3Settings settings) {
    return S3ObjectStore.open(PLACE, settings, Host.system());
  }

  private S3Settings byDefault() {
    return new S3Settings(Optional.of("us-east-1"), Optional.of(s3.endpoint()), Optional.empty());
  }

  private S3Settings byProfile() {
    return new S3Settings(
        Optional.of("us-east-1"),
        Optional.of(s3.endpoint()),
        Optional.of(ProfileCredentialsProvider.create("data")));
  }

  /** As the service answers that lends roles. */
  private static FakeS3.Answer refusal() {
    String body =
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>"
            + REFUSAL
            + "</Message></Error></ErrorResponse>";
    return (request, exchange) -> FakeS3.send(exchange, 403, "", body.getBytes(UTF_8));
  }

  @Test
  void aRoleThatATokenIsRefusedIsSaid() {
    s3.always(refusal());
    try (ObjectStore store = open(byDefault())) {
      assertFails(
          ErrorCode.STORAGE,
          "store s3://bkt/p cannot be used: WebIdentityTokenFileCredentialsProvider got no"
              + " credentials: "
              + ANSWER,
          () -> store.read("k"));
    }
  }

  @Test
  void aRoleThatTheUsualProfileIsRefusedIsSaid() {
    s3.always(refusal());
    System.clearProperty("aws.webIdentityTokenFile");
    System.setProperty("aws.profile", "data");
    try (ObjectStore store = open(byDefault())) {
      assertFails(
          ErrorCode.STORAGE,
          "store s3://bkt/p cannot be used: ProfileCredentialsProvider got no credentials: "
              + ANSWER,
          () -> store.read("k"));
    }
  }

  @Test
  void withoutAnyItIsSaidWhereTheyMayBe() {
    System.clearProperty("aws.webIdentityTokenFile");
    try (ObjectStore store = open(byDefault())) {
      assertFails(
          ErrorCode.STORAGE,
          "store s3://bkt/p cannot be used: no AWS credentials were found; set AWS_ACCESS_KEY_ID"
              + " and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give --awsCredentialsProvider",
          () -> store.read("k"));
    }
    assertThat(s3.requests()).isEmpty();
  }

  @Test
  void aRoleThatAProfileIsRefusedIsSaid() {
    s3.always(refusal());
    try (ObjectStore store = open(byProfile())) {
      assertFails(
          ErrorCode.STORAGE,
          "store s3://bkt/p cannot be used: ProfileCredentialsProvider got no credentials: "
              + ANSWER,
          () -> store.createIfAbsent("k", new byte[1]));
    }
    assertThat(s3.requests()).containsExactly("POST /");
  }

  /** As the service answers that lends roles. */
  private static FakeS3.Answer role() {
    String body =
        "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>"
            + "<AccessKeyId>id</AccessKeyId><SecretAccessKey>hidden</SecretAccessKey>"
            + "<SessionToken>session</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>"
            + "</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";
    return (request, exchange) -> FakeS3.send(exchange, 200, "", body.getBytes(UTF_8));
  }

  @Test
  void whatAsksForARoleEndsWithTheStore() throws ReflectiveOperationException {
    Set<Object> others = clients();
    s3.next(role());
    ObjectStore store = open(byDefault());
    store.put("k", new byte[1]);
    assertThat(s3.requests()).containsExactly("POST /", "PUT /bkt/p/k");
    Set<Object> own = clients();
    own.removeAll(others);
    assertThat(own).hasSize(2);
    store.close();
    assertThat(clients()).doesNotContainAnyElementsOf(own);
  }

  /** The clients that keep connections, of other tests too, for the thread that closes them. */
  private static Set<Object> clients() throws ReflectiveOperationException {
    Field managers = IdleConnectionReaper.class.getDeclaredField("connectionManagers");
    managers.setAccessible(true);
    Set<Object> clients = Collections.newSetFromMap(new IdentityHashMap<>());
    clients.addAll(((Map<?, ?>) managers.get(IdleConnectionReaper.getInstance())).keySet());
    return clients;
  }
}
