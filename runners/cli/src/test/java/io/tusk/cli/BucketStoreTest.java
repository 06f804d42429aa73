/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tusk.objects.s3.S3Proxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Commands on a store in a bucket. */
final class BucketStoreTest {
  private static final S3Proxy S3 = S3Proxy.shared();

  @TempDir Path directory;
  private final String bucket = S3.newBucket();
  private final String store = "s3://" + bucket + "/team/data";
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory);
    cli.environment.put("XDG_CONFIG_HOME", directory.resolve("configuration").toString());
    cli.environment.put("TUSK_STORE", store + "/");
  }

  private static String credentials(String secret) {
    return "{\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\""
        + S3Proxy.ACCESS_KEY
        + "\",\"secretAccessKey\":\""
        + secret
        + "\"}";
  }

  /** The command with what it needs to reach the bucket. */
  private static String[] there(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--endpoint=" + S3.endpoint());
    all.add("--awsRegion");
    all.add("us-east-1");
    all.add("--awsCredentialsProvider=" + credentials(S3Proxy.SECRET_KEY));
    return all.toArray(String[]::new);
  }

  @Test
  void aStoreInABucketIsLikeAnyOther() throws IOException {
    Cli.Result made = cli.run(there("create", "repo", "images"));
    assertThat(made.err()).isEqualTo("created store " + store + "\n");
    cli.input("one").silent(there("put", "file", "images@master:/a"));
    cli.input("two").silent(there("put", "file", "images@master:/b"));
    assertThat(cli.ok(there("get", "file", "images@master:/b"))).isEqualTo("two");
    cli.file("upper.json", Specs.upper("upper", "images"));
    cli.silent(there("create", "pipeline", "-f", "upper.json"));
    Cli.Result run = cli.run(there("run"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(cli.ok(there("get", "file", "upper@master:/a"))).isEqualTo("ONE");
    assertThat(cli.ok(there("list", "job", "--raw"))).contains("\"JOB_SUCCESS\"");
    cli.silent(there("delete", "file", "images@master:/a"));
    assertThat(cli.ok(there("fsck"))).isEqualTo("No errors found.\n");
    assertThat(cli.ok(there("list", "repo", "--store", store))).contains("images", "upper");
    assertThat(cli.run(there("doctor")).out()).contains("store", store + " has format 1, id ");
  }

  @Test
  void whatIsPutMayLieWhereNoStoreIs() throws IOException {
    cli.run(there("create", "repo", "images"));
    Files.createDirectory(directory.resolve(".tusk"));
    cli.file("in/a", "x");
    cli.silent(there("put", "file", "-r", "images@master", "-f", "in"));
    assertThat(cli.ok(there("list", "file", "images@master"))).contains("/in/");
  }

  @Test
  void aTransactionKeepsNoSecret() throws IOException {
    cli.run(there("create", "repo", "images"));
    cli.run(there("start", "transaction"));
    assertThat(cli.ok(there("create", "repo", "edges"))).startsWith("Added to transaction: ");
    try (Stream<Path> kept = Files.walk(directory)) {
      for (Path file : kept.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(S3Proxy.SECRET_KEY, "awsCredentialsProvider", "us-east-1");
      }
    }
    assertThat(cli.run(there("finish", "transaction")).code()).isZero();
    assertThat(cli.ok(there("list", "repo"))).contains("edges");
  }

  @Test
  void noStoreInTheBucket() {
    cli.fails(
        4,
        "there is no store at " + store + "; 'tusk create repo NAME' makes one",
        there("list", "repo"));
    assertThat(cli.run(there("doctor")).out()).contains("there is none at " + store);
  }

  @Test
  void aPrefixThatHoldsSomethingElse() {
    try (S3Client client = S3.client()) {
      client.putObject(
          r -> r.bucket(bucket).key("team/data/My letter.txt"), RequestBody.fromString("dear"));
      cli.fails(
          5,
          "no store can be made at "
              + store
              + ": it holds My letter.txt and no log of a store; name a place that is empty",
          there("create", "repo", "images"));
      assertThat(client.listObjectsV2(r -> r.bucket(bucket)).keyCount()).isEqualTo(1);
    }
  }

  @Test
  void aBucketThatIsNotThere() {
    cli.environment.put("TUSK_STORE", "s3://no-such-bucket/x");
    String message =
        "store s3://no-such-bucket/x cannot be listed: there is no bucket no-such-bucket at "
            + S3.endpoint()
            + "; create it, or name another with --store";
    cli.fails(7, message, there("list", "repo"));
    cli.fails(7, message, there("create", "repo", "images"));
  }

  @Test
  void credentialsThatAreWrong() {
    cli.fails(
        7,
        "store "
            + store
            + " cannot be listed: the credentials are refused (SignatureDoesNotMatch); check the"
            + " access key, its secret and the region",
        "list",
        "repo",
        "--endpoint=" + S3.endpoint(),
        "--awsRegion=us-east-1",
        "--awsCredentialsProvider",
        credentials("wrong"));
  }

  @Test
  void anEndpointThatIsAWebServer() throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          byte[] page = "<html><body>Welcome</body></html>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    web.start();
    String endpoint = "http://127.0.0.1:" + web.getAddress().getPort();
    try {
      cli.fails(
          7,
          "store "
              + store
              + " cannot be used: the endpoint "
              + endpoint
              + " answered a listing with something else; check that --endpoint or"
              + " AWS_ENDPOINT_URL names an S3 service (tried 3 times)",
          "list",
          "repo",
          "--endpoint",
          endpoint,
          "--awsRegion=us-east-1",
          "--awsCredentialsProvider=" + credentials("any"));
    } finally {
      web.stop(0);
    }
  }

  @Test
  void optionsThatAreMalformed() {
    cli.fails(
        2,
        "--endpoint is \"s3.example.com\", which is no address of S3; give one like"
            + " https://s3.example.com:9000",
        "list",
        "repo",
        "--endpoint=s3.example.com");
    cli.fails(
        2,
        "--awsCredentialsProvider is no JSON; quote it for the shell, like '{\"@type\":\"...\"}'",
        "list",
        "repo",
        "--awsCredentialsProvider=profile");
    cli.fails(
        2,
        "store \"gs://data/x\" begins with gs://, which no store does; name a directory or"
            + " s3://BUCKET/PREFIX",
        "list",
        "repo",
        "--store=gs://data/x");
  }
}
