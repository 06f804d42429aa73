/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Answers one thing, whatever it is asked. */
final class FakeJobManager implements AutoCloseable {
  private final HttpServer server;

  private FakeJobManager(HttpServer server) {
    this.server = server;
  }

  static FakeJobManager answering(int status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] bytes = body.getBytes(UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return new FakeJobManager(server);
  }

  static String overview(String version, int workers, int slots, int free) {
    return String.format(
        "{\"taskmanagers\":%d,\"slots-total\":%d,\"slots-available\":%d,\"jobs-running\":0,"
            + "\"flink-version\":\"%s\",\"flink-commit\":\"4105f8d\"}",
        workers, slots, free, version);
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
