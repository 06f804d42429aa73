/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.spec.text.SpecText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpecSourceTest {
  private static final InputStream NONE = InputStream.nullInputStream();

  private final SpecSource source = new SpecSource(Duration.ofSeconds(20));

  private static void assertFails(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(TuskException.class)
        .hasMessage(message)
        .extracting(e -> ((TuskException) e).code())
        .isEqualTo(code);
  }

  @Test
  void aFileIsReadWithoutItsByteOrderMark(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("é.json"), "\uFEFF{\"é\": 1}");
    SpecText text = source.read(file.toString(), NONE);
    assertThat(text.content()).isEqualTo("{\"é\": 1}");
    assertThat(text.file()).isEqualTo(file.toString());
  }

  @Test
  void theStandardInputIsReadForADash() {
    SpecText text = source.read("-", new ByteArrayInputStream("a: 1".getBytes(UTF_8)));
    assertThat(text.content()).isEqualTo("a: 1");
    assertThat(text.file()).isEqualTo("<stdin>");
  }

  @Test
  void faultsOfFiles(@TempDir Path dir) throws IOException {
    Path missing = dir.resolve("missing.json");
    assertFails(
        ErrorCode.NOT_FOUND,
        "the specification " + missing + " does not exist; check the path",
        () -> source.read(missing.toString(), NONE));
    assertFails(
        ErrorCode.INVALID,
        "the specification " + dir + " is a directory; name a file in it",
        () -> source.read(dir.toString(), NONE));
    Path latin = Files.write(dir.resolve("latin"), new byte[] {'a', ':', (byte) 0xE9, 'x'});
    assertFails(
        ErrorCode.INVALID,
        "the specification "
            + latin
            + " is not UTF-8: byte 3 belongs to no character; save it as "
            + "UTF-8",
        () -> source.read(latin.toString(), NONE));
    assertFails(
        ErrorCode.INVALID,
        "the specification <stdin> is not UTF-8: byte 1 belongs to no character; save it as UTF-8",
        () -> source.read("-", new ByteArrayInputStream(new byte[] {(byte) 0xE2, (byte) 0x82})));
    assertFails(
        ErrorCode.INVALID,
        "the specification <stdin> is longer than 16 MiB; split it into several files",
        () -> source.read("-", new ByteArrayInputStream(new byte[SpecSource.MAX_BYTES + 1])));
  }

  @Test
  void urlsAreFetched() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean found = exchange.getRequestURI().getPath().equals("/edges.json");
          byte[] body = "{\"é\": 1}".getBytes(UTF_8);
          exchange.sendResponseHeaders(found ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      SpecText text = source.read(base + "/edges.json", NONE);
      assertThat(text.content()).isEqualTo("{\"é\": 1}");
      assertThat(text.file()).isEqualTo(base + "/edges.json");
      assertFails(
          ErrorCode.INVALID,
          "the specification "
              + base
              + "/other.json cannot be fetched: the server answered with status 404; check the URL. "
              + "Nothing was changed",
          () -> source.read(base + "/other.json", NONE));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void faultsOfUrls() throws IOException {
    assertFails(
        ErrorCode.INVALID,
        "the specification ftp://host/a.json cannot be fetched: only http and https URLs can; "
            + "download it and name the file",
        () -> source.read("ftp://host/a.json", NONE));
    assertFails(
        ErrorCode.INVALID,
        "\"http://host/a b\" is no valid URL; correct it",
        () -> source.read("http://host/a b", NONE));
    assertFails(
        ErrorCode.INVALID,
        "the URL \"http:///a\" names no host; correct it",
        () -> source.read("http:///a", NONE));
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/a.json";
      assertFails(
          ErrorCode.INVALID,
          "the specification " + url + " cannot be read: request timed out; check it",
          () -> new SpecSource(Duration.ofSeconds(2)).read(url, NONE));
    }
  }
}
