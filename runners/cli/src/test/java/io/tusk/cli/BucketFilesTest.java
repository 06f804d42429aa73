/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.s3.S3Proxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Files from buckets and to them. */
final class BucketFilesTest {
  private static final String CHECK_NAME = "; check its name, or give -r for all that is below it";

  @TempDir Path directory;
  private final S3Proxy proxy = S3Proxy.shared();
  private final String bucket = proxy.newBucket();
  private final S3Client client = proxy.client();
  private final Map<String, String> settings =
      Map.of(
          "aws.endpointUrl",
          proxy.endpoint().toString(),
          "aws.region",
          "us-east-1",
          "aws.accessKeyId",
          S3Proxy.ACCESS_KEY,
          "aws.secretAccessKey",
          S3Proxy.SECRET_KEY);
  private Cli cli;

  @BeforeEach
  void start() {
    settings.forEach(System::setProperty);
    cli = new Cli(directory).withRepo("r");
  }

  @AfterEach
  void soundToTheEnd() {
    settings.keySet().forEach(System::clearProperty);
    client.close();
    cli.assertSound();
  }

  private String url(String key) {
    return "s3://" + bucket + "/" + key;
  }

  private void object(String key, byte[] content) {
    client.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  private void object(String key, String content) {
    object(key, content.getBytes(UTF_8));
  }

  private Map<String, String> objects() {
    Map<String, String> found = new TreeMap<>();
    client
        .listObjectsV2Paginator(r -> r.bucket(bucket))
        .contents()
        .forEach(
            object ->
                found.put(
                    object.key(),
                    client
                        .getObjectAsBytes(r -> r.bucket(bucket).key(object.key()))
                        .asUtf8String()));
    return found;
  }

  private Map<String, String> contents(String ref) {
    Map<String, String> contents = new TreeMap<>();
    cli.files(ref).forEach(path -> contents.put(path, cli.ok("get", "file", ref + ":" + path)));
    return contents;
  }

  @Test
  void objectsBecomeFilesOfOneCommit() {
    object("in/a.txt", "a");
    object("in/b c%20.txt", "b");
    object("in/deep/d.csv", "d");
    object("in/empty", "");
    object("in/marker/", "");
    cli.silent("put", "file", "r@one", "-f", url("in/a.txt"));
    assertThat(contents("r@one")).isEqualTo(Map.of("/a.txt", "a"));
    cli.silent("put", "file", "r@two:/x.txt", "-f", url("in/a.txt"));
    assertThat(contents("r@two")).isEqualTo(Map.of("/x.txt", "a"));
    cli.silent("put", "file", "r@three", "-r", "-f", url("in"));
    assertThat(contents("r@three"))
        .isEqualTo(
            Map.of(
                "/in/a.txt", "a", "/in/b c%20.txt", "b", "/in/deep/d.csv", "d", "/in/empty", ""));
    cli.silent("put", "file", "r@four:/", "-r", "-f", url("in/"));
    assertThat(contents("r@four").keySet())
        .containsExactly("/a.txt", "/b c%20.txt", "/deep/d.csv", "/empty");
    cli.silent("put", "file", "r@five:/t", "-f", url("in/*.txt"));
    assertThat(contents("r@five")).isEqualTo(Map.of("/t/a.txt", "a", "/t/b c%20.txt", "b"));
    cli.silent(
        "put", "file", "r@six", "--full-path", "-f", url("in/**.csv"), "-f", url("in/a.txt"));
    assertThat(contents("r@six")).isEqualTo(Map.of("/in/a.txt", "a", "/in/deep/d.csv", "d"));
    assertThat(cli.column(0, "list", "commit", "r@three")).hasSize(1);
  }

  @Test
  void aListMayBeAnObjectAndNameObjects() {
    object("a", "a");
    object("b", "b");
    object("list", url("a") + "\n" + url("b") + "\n");
    cli.silent("put", "file", "r@one", "-i", url("list"));
    assertThat(contents("r@one")).isEqualTo(Map.of("/a", "a", "/b", "b"));
    cli.input(url("b")).silent("put", "file", "r@two", "-i", "-");
    assertThat(contents("r@two")).isEqualTo(Map.of("/b", "b"));
  }

  @Test
  void archivesInBucketsAreTakenApart() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry("m/x");
      entry.setSize(3);
      tar.putArchiveEntry(entry);
      tar.write("xyz".getBytes(UTF_8));
      tar.closeArchiveEntry();
    }
    object("in/old.tar", bytes.toByteArray());
    object("in/plain", "p");
    cli.silent("put", "file", "r@one", "--untar", "-f", url("in/old.tar"));
    assertThat(contents("r@one")).isEqualTo(Map.of("/m/x", "xyz"));
    cli.silent("put", "file", "r@two:/to", "-r", "--untar", "-f", url("in"));
    assertThat(contents("r@two")).isEqualTo(Map.of("/to/m/x", "xyz", "/to/plain", "p"));
  }

  @Test
  void filesBecomeObjects() {
    cli.put("r@master:/a.txt", "first");
    cli.put("r@master:/d/ä b.txt", "second");
    cli.put("r@master:/d/deep/c", "");
    cli.silent("get", "file", "r@master:/a.txt", "-o", url("x"));
    cli.silent("get", "file", "r@master:/a.txt", "-o", url("dir/"));
    cli.silent("get", "file", "r@master:/a.txt", "-o", "s3://" + bucket);
    cli.silent("get", "file", "r@master:/a.txt", "--offset=3", "-o", url("x3"));
    cli.silent("get", "file", "r@master:/{a.txt,d/ä*}", "-o", url("both"));
    cli.silent("get", "file", "r@master:/d", "-r", "-o", url("tree"));
    assertThat(objects())
        .isEqualTo(
            Map.of(
                "a.txt", "first",
                "both", "firstsecond",
                "dir/a.txt", "first",
                "tree/deep/c", "",
                "tree/ä b.txt", "second",
                "x", "first",
                "x3", "st"));
    cli.put("r@master:/a.txt", "newer");
    cli.silent("get", "file", "r@master:/", "-r", "-o", url("tree/"));
    assertThat(objects()).containsEntry("tree/a.txt", "newer").containsEntry("tree/d/deep/c", "");
  }

  @Test
  void largeFilesGoThereAndBackInParts() {
    byte[] large = new byte[20_000_001];
    new Random(7).nextBytes(large);
    cli.file("large", large);
    cli.silent("put", "file", "r@master", "-f", "large");
    cli.silent("get", "file", "r@master:/large", "-o", url("large"));
    cli.silent("put", "file", "r@again", "-f", url("large"));
    assertThat(cli.run("get", "file", "r@again:/large").bytes()).isEqualTo(large);
  }

  @Test
  void optionsSayHowTheBucketIsReached() {
    settings.keySet().forEach(System::clearProperty);
    String[] options = {
      "--awsRegion=us-east-1",
      "--endpoint=" + proxy.endpoint(),
      "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\""
          + S3Proxy.ACCESS_KEY
          + "\",\"secretAccessKey\":\""
          + S3Proxy.SECRET_KEY
          + "\"}"
    };
    object("a", "a");
    cli.silent(with(options, "put", "file", "r@master", "-f", url("a")));
    cli.silent(with(options, "get", "file", "r@master:/a", "-o", url("b")));
    assertThat(objects()).isEqualTo(Map.of("a", "a", "b", "a"));
  }

  private static String[] with(String[] options, String... command) {
    return Stream.of(command, options).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void whatIsNotThere() {
    cli.put("r@master:/a", "a");
    String none = "s3://" + bucket + "-none/x";
    String noBucket =
        ": there is no bucket \""
            + bucket
            + "-none\"; make it, or check its name, --awsRegion and --endpoint";
    cli.fails(
        4, "there is no object " + url("x") + CHECK_NAME, "put", "file", "r@m", "-f", url("x"));
    cli.fails(
        4,
        "there is nothing below " + url("x/") + "; check its name",
        "put",
        "file",
        "-r",
        "r@m",
        "-f",
        url("x"));
    cli.fails(
        4,
        "no object matches " + url("x*") + "; check the pattern",
        "put",
        "file",
        "r@m",
        "-f",
        url("x*"));
    cli.fails(4, none + " cannot be read" + noBucket, "put", "file", "r@m", "-f", none);
    cli.fails(4, none + "/ cannot be read" + noBucket, "put", "file", "-r", "r@m", "-f", none);
    cli.fails(4, none + " cannot be written" + noBucket, "get", "file", "r@master:/a", "-o", none);
    cli.fails(
        4, none + "/a cannot be written" + noBucket, "get", "file", "-r", "r@master:/", "-o", none);
  }

  @Test
  void whoIsDeniedIsToldSo() {
    object("a", "a");
    cli.put("r@master:/a", "a");
    System.setProperty("aws.secretAccessKey", "wrong");
    cli.fails(
        7,
        url("a")
            + " cannot be read: the storage denies it; use other credentials, or have these"
            + " allowed to",
        "put",
        "file",
        "r@m",
        "-f",
        url("a"));
    cli.fails(
        7,
        url("b")
            + " cannot be written: the storage denies it (SignatureDoesNotMatch); use other"
            + " credentials, or have these allowed to",
        "get",
        "file",
        "r@master:/a",
        "-o",
        url("b"));
    assertThat(objects()).isEqualTo(Map.of("a", "a"));
  }

  @Test
  void aStorageThatDoesNotAnswer() {
    cli.put("r@master:/a", "a");
    System.setProperty("aws.endpointUrl", "http://127.0.0.1:1");
    Cli.Result result = cli.run("get", "file", "r@master:/a", "-o", url("a"));
    assertThat(result.code()).isEqualTo(7);
    assertThat(result.err())
        .startsWith("tusk: " + url("a") + " cannot be written: ")
        .endsWith("Connection refused; check the network and --endpoint, and run it again\n");
  }

  @Test
  void misuseIsRefused() {
    cli.put("r@master:/a", "a");
    cli.put("r@master:/b", "b");
    object("a", "a");
    for (String scheme : List.of("gs", "wasb")) {
      cli.fails(
          2,
          "\""
              + scheme
              + "://b/x\" is a URL of the scheme "
              + scheme
              + ", and files are put from s3, http and https only; copy it to a local file first",
          "put",
          "file",
          "r@m",
          "-f",
          scheme + "://b/x");
      cli.fails(
          2,
          "\""
              + scheme
              + "://b/x\" is a URL of the scheme "
              + scheme
              + ", and of buckets this version knows those of s3 only; copy with the tool of that"
              + " storage, or name its S3 interface with --endpoint",
          "get",
          "file",
          "r@master:/a",
          "-o",
          scheme + "://b/x");
    }
    cli.fails(
        2,
        "\"s3:///x\" names no bucket; write s3://BUCKET/PATH",
        "put",
        "file",
        "r@m",
        "-f",
        "s3:///x");
    cli.fails(
        2,
        "\"" + url("") + "\" has no file name; give one: \"r@m:/NAME\"",
        "put",
        "file",
        "r@m",
        "-f",
        url(""));
    cli.misused(
        "tusk put file",
        url("*") + " is a pattern, and -r takes a directory; leave out -r, or name one",
        "put",
        "file",
        "r@m",
        "-r",
        "-f",
        url("*"));
    cli.misused(
        "tusk get file",
        "--retry goes on with a local file, and " + url("a") + " is an object; leave it out",
        "get",
        "file",
        "r@master:/a",
        "--retry",
        "-o",
        url("a"));
    cli.misused(
        "tusk get file",
        "\"" + url("d/") + "\" is a directory and 2 files match; -r keeps them apart",
        "get",
        "file",
        "r@master:/*",
        "-o",
        url("d/"));
    cli.fails(
        2,
        "\""
            + url("a")
            + "\" would become /a, as another source does; put one of them by itself,"
            + " or name another path",
        "put",
        "file",
        "r@m",
        "-f",
        url("a"),
        "-f",
        url("a"));
  }
}
