/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.ByteBuddy;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 service in a process of its own, with all data in its memory. One is shared by all tests of
 * a JVM, each with a bucket of its own; it ends when this JVM ends, however that ends.
 */
public final class S3Proxy {
  public static final String ACCESS_KEY = "local";
  public static final String SECRET_KEY = "local-secret";

  private static final Pattern LISTENING =
      Pattern.compile("Started .*ServerConnector@.*\\{127\\.0\\.0\\.1:([0-9]+)}");
  private static final int MOST_LINES = 1_000;

  private static S3Proxy shared;

  private final Process process;
  private final URI endpoint;
  private final AtomicInteger buckets = new AtomicInteger();

  private S3Proxy(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** The one of this JVM, which is started when it is first asked for. */
  public static synchronized S3Proxy shared() {
    if (shared == null || !shared.process.isAlive()) {
      try {
        shared = start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  public URI endpoint() {
    return endpoint;
  }

  public S3Settings settings() {
    return new S3Settings(
        Optional.of("us-east-1"),
        Optional.of(endpoint),
        Optional.of(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY))));
  }

  /** What a process of its own finds the service by, with the settings left empty. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL",
        endpoint.toString(),
        "AWS_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        SECRET_KEY);
  }

  /** A client that is closed by the caller. */
  public S3Client client() {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(settings().credentials().orElseThrow())
        .build();
  }

  /** The name of a new, empty bucket. */
  public String newBucket() {
    String bucket = "bucket-" + ProcessHandle.current().pid() + "-" + buckets.incrementAndGet();
    try (S3Client client = client()) {
      client.createBucket(r -> r.bucket(bucket));
    }
    return bucket;
  }

  private static S3Proxy start() throws IOException {
    Path build = buildDirectory();
    Path jar = build.resolve("s3proxy/s3proxy.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IOException(jar + " is missing; 'mvn -pl datum-io process-test-resources' gets it");
    }
    Path configuration = Files.createTempFile("s3proxy", ".properties");
    Files.writeString(
        configuration,
        String.join(
            "\n",
            List.of(
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.identity=" + ACCESS_KEY,
                "s3proxy.credential=" + SECRET_KEY,
                "s3proxy.endpoint=http://127.0.0.1:0",
                "s3proxy.v4-max-non-chunked-request-size=134217728",
                "jclouds.provider=transient-nio2",
                "jclouds.identity=none",
                "jclouds.credential=none",
                "jclouds.endpoint=")));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                String.join(
                    File.pathSeparator,
                    classesOf(S3Proxy.class).toString(),
                    classesOf(ByteBuddy.class).toString(),
                    jar.toString()),
                S3ProxyProcess.class.getName(),
                "--properties",
                configuration.toString())
            .redirectErrorStream(true)
            .start();
    try {
      URI endpoint = URI.create("http://127.0.0.1:" + awaitPort(process));
      return new S3Proxy(process, endpoint);
    } finally {
      Files.delete(configuration);
    }
  }

  private static String awaitPort(Process process) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder seen = new StringBuilder();
    for (int lines = 0; lines < MOST_LINES; lines++) {
      String line = output.readLine();
      if (line == null) {
        break;
      }
      seen.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread drain = new Thread(() -> output.lines().forEach(rest -> {}), "s3proxy-output");
        drain.setDaemon(true);
        drain.start();
        return listening.group(1);
      }
    }
    process.destroyForcibly();
    throw new IOException("the S3 service did not start:\n" + seen);
  }

  /** Of the module that these classes are of, whether they are in a directory or in a jar. */
  private static Path buildDirectory() {
    return classesOf(S3Proxy.class).getParent();
  }

  private static Path classesOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
