/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tusk.error.ErrorCode;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose certificate only a bundle of one's own makes trusted. */
final class CaBundleTest {
  private static final String PROPERTY = "aws.caBundle";
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path directory;

  @AfterEach
  void forget() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void whatTheBundleHoldsIsTrusted() throws Exception {
    KeyStore keys = selfSigned();
    HttpsServer server = serve(keys);
    URI endpoint = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    try {
      // A machine may have a bundle in its environment: the property goes before it.
      Path other = write("other.pem", selfSigned());
      System.setProperty(PROPERTY, other.toString());
      try (ObjectStore store = open(endpoint)) {
        assertFails(
            ErrorCode.STORAGE,
            "store s3://bkt/p cannot be listed: no secure connection to "
                + endpoint
                + ": PKIX path validation failed: java.security.cert.CertPathValidatorException:"
                + " signature check failed; check the scheme of the endpoint, and that its"
                + " certificate is trusted (tried 3 times)",
            () -> store.list("", "", 1));
      }
      System.setProperty(PROPERTY, write("trusted.pem", keys).toString());
      try (ObjectStore store = open(endpoint)) {
        assertThat(store.list("", "", 1)).isEmpty();
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aBundleWithoutCertificatesIsRefused() throws Exception {
    URI endpoint = URI.create("https://127.0.0.1:1");
    String remedy = "; name a file of the certificates to trust, or unset it";
    Path file = directory.resolve("bundle.pem");
    System.setProperty(PROPERTY, file.toString());
    assertFails(
        ErrorCode.STORAGE,
        "AWS_CA_BUNDLE names " + file + ", which cannot be read" + remedy,
        () -> open(endpoint));
    Files.writeString(file, "");
    assertFails(
        ErrorCode.STORAGE,
        "AWS_CA_BUNDLE names " + file + ", which holds no certificate" + remedy,
        () -> open(endpoint));
    Files.writeString(file, "-----BEGIN CERTIFICATE-----\nxyz\n-----END CERTIFICATE-----\n");
    assertFails(
        ErrorCode.STORAGE,
        "AWS_CA_BUNDLE names " + file + ", which holds no certificates in PEM" + remedy,
        () -> open(endpoint));
  }

  private static ObjectStore open(URI endpoint) {
    return S3ObjectStore.open(
        new BucketPrefix("bkt", "p"),
        FakeS3.settings(endpoint),
        new Host(Clock.systemUTC(), new Random(1), pause -> {}));
  }

  private static HttpsServer serve(KeyStore keys) throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    byte[] nothing =
        "<ListBucketResult><Name>bkt</Name><IsTruncated>false</IsTruncated></ListBucketResult>"
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, nothing.length);
          exchange.getResponseBody().write(nothing);
          exchange.close();
        });
    server.start();
    return server;
  }

  private KeyStore selfSigned() throws Exception {
    Path file = directory.resolve("keys-" + System.nanoTime());
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(made.waitFor()).as(output).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private Path write(String name, KeyStore keys) throws Exception {
    byte[] certificate = keys.getCertificate(keys.aliases().nextElement()).getEncoded();
    return Files.writeString(
        directory.resolve(name),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate)
            + "\n-----END CERTIFICATE-----\n");
  }
}
