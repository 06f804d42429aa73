/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources that a web server has, and all that it may answer. */
@Timeout(300)
final class PutFileUrlTest {
  @TempDir Path directory;
  private Cli cli;
  private HttpServer server;
  private ExecutorService threads;
  private String url;

  @BeforeEach
  void start() throws IOException {
    cli = new Cli(directory).withRepo("images");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newFixedThreadPool(4);
    server.setExecutor(threads);
    server.createContext("/", PutFileUrlTest::answer);
    server.start();
    url = "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
    cli.assertSound();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith("/moved/")) {
      exchange.getResponseHeaders().set("Location", path.substring("/moved".length()));
      exchange.sendResponseHeaders(302, -1);
    } else if (path.startsWith("/round")) {
      exchange.getResponseHeaders().set("Location", path);
      exchange.sendResponseHeaders(302, -1);
    } else if (path.startsWith("/status/")) {
      exchange.sendResponseHeaders(Integer.parseInt(path.substring("/status/".length())), -1);
    } else {
      byte[] body = ("body of " + path).getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private String content(String ref) {
    return cli.ok("get", "file", ref);
  }

  private long commits() {
    return cli.ok("list", "commit", "images").lines().count() - 1;
  }

  @Test
  void namesAndPaths() {
    cli.silent("put", "file", "images@master", "-f", url + "/d/a%20b.txt?x=/y#z");
    cli.silent("put", "file", "images@master:/x", "-f", url + "/d/a.txt");
    cli.silent("put", "file", "images@master:/in/", "-f", url + "/d/a.txt");
    cli.silent("put", "file", "images@master", "--full-path", "-f", url + "/d/e/a.txt");
    cli.file("b.txt", "b");
    cli.silent("put", "file", "images@master:/two", "-f", url + "/d/a.txt", "-f", "b.txt");
    assertThat(cli.files("images@master"))
        .containsExactly("/a b.txt", "/d/e/a.txt", "/in/a.txt", "/two/a.txt", "/two/b.txt", "/x");
    assertThat(content("images@master:/a b.txt")).isEqualTo("body of /d/a b.txt");
    assertThat(content("images@master:/d/e/a.txt")).isEqualTo("body of /d/e/a.txt");
    assertThat(commits()).isEqualTo(5);
  }

  @Test
  void manyOfAListThatAServerHas() {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      list.append(url).append("/many/").append(i).append('\n');
    }
    server.createContext(
        "/list",
        exchange -> {
          byte[] body = list.toString().getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    cli.silent("put", "file", "images@master", "-i", url + "/list", "-p", "4");
    assertThat(cli.files("images@master")).hasSize(40);
    assertThat(content("images@master:/17")).isEqualTo("body of /many/17");
    assertThat(commits()).isEqualTo(1);
  }

  @Test
  void redirectsAreFollowed() {
    cli.silent("put", "file", "-a", "images@master", "-f", url + "/moved/a.txt");
    cli.silent("put", "file", "-a", "images@master", "-f", url + "/moved/moved/a.txt");
    assertThat(content("images@master:/a.txt")).isEqualTo("body of /a.txtbody of /a.txt");
    fails(
        7,
        url + "/round cannot be fetched: the server answered with status 302; check the URL",
        url + "/round");
  }

  private void fails(int code, String message, String source) {
    cli.file("b.txt", "b");
    cli.fails(code, message, "put", "file", "images@bad:/in", "-f", "b.txt", "-f", source);
  }

  @Test
  void answersThatAreNoContent() {
    String end = "; check the URL";
    fails(
        4,
        url + "/status/404 cannot be fetched: the server answered with status 404" + end,
        url + "/status/404");
    for (int status : new int[] {204, 403, 500, 503}) {
      fails(
          7,
          url
              + "/status/"
              + status
              + " cannot be fetched: the server answered with status "
              + status
              + end,
          url + "/status/" + status);
    }
    assertThat(commits()).isZero();
  }

  @Test
  void aBodyThatIsShort() {
    server.createContext(
        "/short",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000_000);
          exchange.getResponseBody().write(new byte[100_000]);
          exchange.getResponseBody().flush();
          exchange.close();
        });
    Cli.Result result = cli.run("put", "file", "images@master:/x", "-f", url + "/short");
    assertThat(result.err())
        .matches(
            "tusk: "
                + url
                + "/short broke off after \\d+ bytes: .*; nothing was changed, run it"
                + " again\n");
    assertThat(result.code()).isEqualTo(7);
    assertThat(commits()).isZero();
  }

  @Test
  void aBodyInPartsThatBreaksOff() throws IOException, InterruptedException {
    try (ServerSocket broken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> breakOff(broken));
      thread.start();
      String source =
          "http://" + broken.getInetAddress().getHostAddress() + ":" + broken.getLocalPort() + "/x";
      Cli.Result result = cli.run("put", "file", "images@master:/x", "-f", source);
      assertThat(result.err()).startsWith("tusk: " + source + " broke off after ");
      assertThat(result.code()).isEqualTo(7);
      thread.join();
    }
    assertThat(commits()).isZero();
  }

  private static void breakOff(ServerSocket broken) {
    try (Socket socket = broken.accept();
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      assertThat(in.read(new byte[1_000])).isPositive();
      String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
      out.write((head + "5\r\nhello\r\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void nobodyAnswers() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String source = "http://127.0.0.1:" + port + "/x";
    fails(
        7,
        source
            + " cannot be fetched: the host does not answer there; check the URL and the network",
        source);
  }

  @Test
  void whatIsNotFetched() {
    for (String scheme : new String[] {"gs", "as", "pfs", "ftp", "file"}) {
      fails(
          2,
          "\""
              + scheme
              + "://bucket/x\" is a URL of the scheme "
              + scheme
              + ", and files are put from s3, http and https only; copy it to a local file first",
          scheme + "://bucket/x");
    }
    fails(
        2,
        "\"http://h/a b\" is no valid URL: Illegal character in path; write it with % escapes",
        "http://h/a b");
    fails(2, "the URL \"http:///x\" names no host; correct it", "http:///x");
    fails(
        2,
        "the URL of example.com holds a login, which this program does not use; fetch it with one"
            + " that does, and put it as standard input",
        "http://me:secret@example.com/x");
    cli.fails(
        2,
        "\"" + url + "/\" has no file name; give one: \"images@master:/NAME\"",
        "put",
        "file",
        "images@master",
        "-f",
        url + "/");
    assertThat(commits()).isZero();
  }

  @Test
  void pathsThatEscape() {
    Cli.Result result =
        cli.run("put", "file", "images@master", "--full-path", "-f", url + "/a/%2e%2e/%2e%2e/b");
    assertThat(result.err()).contains("has the relative element \"..\"");
    assertThat(result.code()).isEqualTo(2);
  }
}
