/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of masters that no application can have. */
final class MasterTest {
  private static ThrowingCallable opening(String master) {
    return () ->
        new SparkSupport().open(List.of("--runner=SparkRunner", "--sparkMaster=" + master));
  }

  private static void assertRefused(String master, ErrorCode code, String message) {
    assertThatThrownBy(opening(master))
        .isInstanceOfSatisfying(TuskException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://", "spark://host", "spark://host:70777", "spark://a:1,b"})
  void anAddressNeedsAHostAndAPort(String master) {
    assertRefused(
        master,
        ErrorCode.USAGE,
        "Spark master \"" + master + "\" is not of the form spark://HOST:PORT");
  }

  @Test
  void whatSparkDoesNotKnowIsRefused() {
    assertRefused(
        "flink",
        ErrorCode.USAGE,
        "Spark knows no master \"flink\"; name one as local[2] or spark://HOST:PORT with"
            + " --sparkMaster");
  }

  @Test
  void aMasterThatDoesNotListenIsNamedAtOnce() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String url = "spark://127.0.0.1:" + port + ",no-host.invalid:7077";
    assertRefused(
        url,
        ErrorCode.HOST,
        "the Spark master "
            + url
            + " cannot be reached: 127.0.0.1:"
            + port
            + ": Connection refused; no-host.invalid:7077: no host has that name; start it, or name"
            + " another with --sparkMaster");
  }

  @Test
  void anotherServiceIsNoMaster() throws IOException {
    try (ServerSocket web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> answerHtml(web), "web");
      thread.setDaemon(true);
      thread.start();
      String url = "spark://127.0.0.1:" + web.getLocalPort();
      assertThatThrownBy(opening(url))
          .isInstanceOf(TuskException.class)
          .hasMessageStartingWith("what listens at " + url + " does not answer as a Spark master: ")
          .hasMessageEndingWith("; name one with --sparkMaster, by default at port 7077");
    }
  }

  private static void answerHtml(ServerSocket web) {
    while (!web.isClosed()) {
      try (Socket socket = web.accept();
          OutputStream out = socket.getOutputStream()) {
        out.write("HTTP/1.0 400 Bad Request\r\n\r\n<html>".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        if (!web.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Test
  void speculationIsRefused() {
    System.setProperty("spark.speculation", "true");
    try {
      assertRefused(
          "local[2]",
          ErrorCode.USAGE,
          "spark.speculation is true, and Spark would run datums twice at once; leave it out");
    } finally {
      System.clearProperty("spark.speculation");
    }
  }
}
