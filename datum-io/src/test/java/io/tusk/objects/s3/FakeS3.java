/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * As much of S3 as a store uses, in memory, whose answers a test can replace. It believes every
 * signature.
 */
final class FakeS3 implements AutoCloseable {
  /** A request with its whole body. */
  record Request(
      String method, String path, String query, Map<String, String> headers, byte[] body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** In one line, for tests to compare. */
    @Override
    public String toString() {
      String target = path + (query.isEmpty() ? "" : "?" + query);
      String condition = header("If-none-match").isEmpty() ? "" : " if absent";
      return method + " " + target + condition;
    }
  }

  /** Answers a request, or leaves the connection to be closed. */
  interface Answer {
    void give(Request request, HttpExchange exchange) throws IOException;
  }

  private record Planned(Predicate<Request> where, Answer answer) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Planned> planned = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();
  final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final AtomicInteger started = new AtomicInteger();
  private final Map<String, Map<Integer, byte[]>> uploads = new ConcurrentHashMap<>();

  FakeS3() throws IOException {
    // Read when the first server is made: without it each answer with a body waits for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  S3Settings settings() {
    return settings(endpoint());
  }

  static S3Settings settings(URI endpoint) {
    return new S3Settings(
        Optional.of("us-east-1"),
        Optional.of(endpoint),
        Optional.of(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "hidden"))));
  }

  /** The next request that has no answer yet gets this one. */
  synchronized void next(Answer... answers) {
    for (Answer answer : answers) {
      planned.add(new Planned(request -> true, answer));
    }
  }

  /** The next request of that kind gets this answer. */
  synchronized void next(Predicate<Request> where, Answer answer) {
    planned.add(new Planned(where, answer));
  }

  /** Every later request gets this answer. */
  synchronized void always(Answer answer) {
    for (int i = 0; i < 100; i++) {
      next(answer);
    }
  }

  /** What was asked since the last call. */
  synchronized List<String> requests() {
    List<String> seen = requests.stream().map(Request::toString).toList();
    requests.clear();
    return seen;
  }

  int openUploads() {
    return uploads.size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI uri = exchange.getRequestURI();
      Request request =
          new Request(
              exchange.getRequestMethod(),
              uri.getPath(),
              uri.getQuery() == null ? "" : uri.getQuery(),
              exchange.getRequestHeaders().entrySet().stream()
                  .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().get(0))),
              exchange.getRequestBody().readAllBytes());
      plannedFor(request).orElse(this::usual).give(request, exchange);
    }
  }

  private synchronized Optional<Answer> plannedFor(Request request) {
    requests.add(request);
    for (Planned plan : planned) {
      if (plan.where().test(request)) {
        planned.remove(plan);
        return Optional.of(plan.answer());
      }
    }
    return Optional.empty();
  }

  /** What S3 does. */
  void usual(Request request, HttpExchange exchange) throws IOException {
    String key = key(request);
    boolean upload = request.query().contains("upload");
    switch (request.method()) {
      case "GET" -> {
        if (key.isEmpty()) {
          list(request, exchange);
        } else {
          get(request, key, exchange);
        }
      }
      case "HEAD" -> get(request, key, exchange);
      case "PUT" -> {
        if (upload) {
          part(request, exchange);
        } else if (!request.header("If-none-match").isEmpty() && objects.containsKey(key)) {
          error(412, "PreconditionFailed", "").give(request, exchange);
        } else {
          objects.put(key, request.body());
          send(exchange, 200, etag(request.body()), new byte[0]);
        }
      }
      case "POST" -> multipart(request, exchange);
      default -> {
        if (upload) {
          uploads.remove(parameter(request, "uploadId"));
        } else {
          objects.remove(key);
        }
        exchange.sendResponseHeaders(204, -1);
      }
    }
  }

  private void get(Request request, String key, HttpExchange exchange) throws IOException {
    byte[] object = objects.get(key);
    if (object == null) {
      error(404, "NoSuchKey", "The specified key does not exist.").give(request, exchange);
      return;
    }
    String condition = request.header("If-match");
    if (!condition.isEmpty() && !condition.equals(etag(object))) {
      error(412, "PreconditionFailed", "").give(request, exchange);
      return;
    }
    if (request.method().equals("HEAD")) {
      exchange.getResponseHeaders().set("ETag", etag(object));
      exchange.getResponseHeaders().set("Content-Length", "" + object.length);
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    String[] range = request.header("Range").substring("bytes=".length()).split("-", -1);
    int from = (int) Math.min(Long.parseLong(range[0]), object.length);
    int to = (int) Math.min(Long.parseLong(range[1]) + 1, object.length);
    if (from >= to) {
      error(416, "InvalidRange", "").give(request, exchange);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + object.length);
    send(exchange, 206, etag(object), Arrays.copyOfRange(object, from, to));
  }

  private void list(Request request, HttpExchange exchange) throws IOException {
    String prefix = parameter(request, "prefix");
    int most = Math.min(1_000, Integer.parseInt(parameter(request, "max-keys")));
    List<String> keys =
        objects.tailMap(parameter(request, "start-after"), false).keySet().stream()
            .filter(key -> key.startsWith(prefix))
            .limit(most + 1)
            .toList();
    String rows =
        keys.stream()
            .limit(most)
            .map(key -> "<Contents><Key>" + key + "</Key></Contents>")
            .collect(Collectors.joining());
    send(
        exchange,
        200,
        "",
        ("<ListBucketResult><Name>b</Name><IsTruncated>"
                + (keys.size() > most)
                + "</IsTruncated>"
                + rows
                + "</ListBucketResult>")
            .getBytes(StandardCharsets.UTF_8));
  }

  private void part(Request request, HttpExchange exchange) throws IOException {
    int number = Integer.parseInt(parameter(request, "partNumber"));
    uploads.get(parameter(request, "uploadId")).put(number, request.body());
    send(exchange, 200, etag(request.body()), new byte[0]);
  }

  private void multipart(Request request, HttpExchange exchange) throws IOException {
    if (request.query().startsWith("uploads")) {
      String id = "upload-" + started.incrementAndGet();
      uploads.put(id, new ConcurrentSkipListMap<>());
      xml(exchange, "<InitiateMultipartUploadResult><UploadId>" + id, "</UploadId>", "Initiate");
      return;
    }
    if (!complete(request)) {
      error(404, "NoSuchUpload", "The specified upload does not exist.").give(request, exchange);
      return;
    }
    xml(exchange, "<CompleteMultipartUploadResult><ETag>\"whole\"", "</ETag>", "Complete");
  }

  /** Whether there was such an upload. */
  boolean complete(Request request) {
    Map<Integer, byte[]> parts = uploads.remove(parameter(request, "uploadId"));
    if (parts == null) {
      return false;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    parts.values().forEach(whole::writeBytes);
    objects.put(key(request), whole.toByteArray());
    return true;
  }

  private static String key(Request request) {
    String[] segments = request.path().split("/", 3);
    return segments.length < 3 ? "" : segments[2];
  }

  private static void xml(HttpExchange exchange, String start, String end, String name)
      throws IOException {
    String body = start + end + "</" + name + "MultipartUploadResult>";
    send(exchange, 200, "", body.getBytes(StandardCharsets.UTF_8));
  }

  private static String parameter(Request request, String name) {
    for (String pair : request.query().split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return "";
  }

  static String etag(byte[] content) {
    return "\"" + content.length + "-" + Arrays.hashCode(content) + "\"";
  }

  static void send(HttpExchange exchange, int status, String etag, byte[] body) throws IOException {
    if (!etag.isEmpty()) {
      exchange.getResponseHeaders().set("ETag", etag);
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  /** An error as S3 says it. */
  static Answer error(int status, String code, String message) {
    return (request, exchange) -> {
      boolean head = request.method().equals("HEAD");
      String body = "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
      send(exchange, status, "", head ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
    };
  }

  /** What a web server or a proxy says that has nothing to do with S3. */
  static Answer html(int status) {
    return (request, exchange) -> {
      exchange.getResponseHeaders().set("Content-Type", "text/html");
      String body = "<!DOCTYPE html><html><body><p>Welcome<br></body></html>";
      boolean head = request.method().equals("HEAD");
      send(exchange, status, "", head ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
    };
  }

  /** The request has no effect, and its answer is lost. */
  static Answer lost() {
    return (request, exchange) -> {};
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
