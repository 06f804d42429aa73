/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What a Flink cluster answers by HTTP. */
final class JobManager {
  /** The minor version whose client this is: it must be the cluster's. */
  static final String VERSION = "1.19";

  private static final int DEFAULT_PORT = 8081;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int SHOWN_CHARACTERS = 60;

  private final URI address;
  private final HttpClient http;

  private JobManager(URI address) {
    this.address = address;
    this.http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  /**
   * @param version of Flink, as in {@code 1.19.3}
   * @param workers that are connected
   * @param slots of all workers
   * @param free slots
   */
  record Overview(String version, int workers, int slots, int free) {}

  /**
   * {@code name}: HOST, HOST:PORT or http://HOST:PORT.
   *
   * @throws TuskException USAGE when it is none of these
   */
  static JobManager of(String name) {
    String text = name.contains("://") ? name : "http://" + name;
    try {
      URI uri = new URI(text);
      boolean address =
          uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getQuery() == null
              && (uri.getPath().isEmpty() || uri.getPath().equals("/"))
              && uri.getScheme().equals("http");
      if (address) {
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new JobManager(new URI("http", null, uri.getHost(), port, null, null, null));
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new TuskException(
        ErrorCode.USAGE,
        "--flinkMaster is \""
            + name
            + "\", which is no address; it is HOST:PORT of Flink's job manager, or [local]");
  }

  /** HOST:PORT. */
  String name() {
    return address.getAuthority();
  }

  String host() {
    return address.getHost();
  }

  int port() {
    return address.getPort();
  }

  /**
   * @throws TuskException HOST when nothing answers there, or something that is not Flink of this
   *     version
   */
  Overview overview() {
    String answer = answer();
    JsonNode overview = parse(answer);
    String version = overview.path("flink-version").asText();
    if (version.isEmpty() || !overview.path("slots-total").isInt()) {
      throw foreign(answer);
    }
    if (!version.startsWith(VERSION + ".")) {
      throw new TuskException(
          ErrorCode.HOST,
          "the cluster at "
              + name()
              + " is of Flink "
              + version
              + ", and Tusk runs on "
              + VERSION
              + "; name a cluster of that version");
    }
    return new Overview(
        version,
        overview.path("taskmanagers").asInt(),
        overview.path("slots-total").asInt(),
        overview.path("slots-available").asInt());
  }

  private String answer() {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/overview")).timeout(PATIENCE).build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw foreign("status " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "no Flink cluster answers at "
              + name()
              + " ("
              + reason(e)
              + "); start it, or name another with --flinkMaster=HOST:PORT, the address of its web"
              + " interface",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(ErrorCode.INTERRUPTED, "waiting for " + name() + " was ended", e);
    }
  }

  private static String reason(IOException e) {
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    return e instanceof java.net.ConnectException
        ? "the connection is refused, or there is no such host"
        : e.getClass().getSimpleName();
  }

  private JsonNode parse(String answer) {
    try {
      return new ObjectMapper().readTree(answer);
    } catch (JsonProcessingException e) {
      throw foreign(answer);
    }
  }

  private TuskException foreign(String answer) {
    String line = answer.strip().lines().findFirst().orElse("nothing");
    String shown =
        line.length() > SHOWN_CHARACTERS ? line.substring(0, SHOWN_CHARACTERS) + "…" : line;
    return new TuskException(
        ErrorCode.HOST,
        "what answers at "
            + name()
            + " is not Flink's job manager (it says: "
            + shown
            + "); name the address of Flink's web interface with --flinkMaster=HOST:PORT");
  }
}
