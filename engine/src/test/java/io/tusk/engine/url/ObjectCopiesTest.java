/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.url;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tusk.chunks.ChunkParameters;
import io.tusk.error.ErrorCode;
import io.tusk.error.Failures;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSets;
import io.tusk.host.Host;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A storage that fails is asked again, for a while. */
final class ObjectCopiesTest {
  private static final ObjectUrl TARGET = ObjectUrl.parse("s3://bucket/key");

  /** Refused as soon as another one is held. */
  private static final ObjectUrl REFUSED = ObjectUrl.parse("s3://bucket/refused");

  private static final int SERVER_FAULT = 500;
  private static final int BAD_REQUEST = 400;

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicReference<String> received = new AtomicReference<>("");
  private final List<Long> pauses = new ArrayList<>();
  private final Host host =
      new Host(Clock.systemUTC(), new Random(1), time -> pauses.add(time.toMillis()));
  private final MemoryObjectStore objects = new MemoryObjectStore();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicBoolean completed = new AtomicBoolean();
  private volatile int failures;
  private volatile int status;
  private HttpServer server;
  private FileSets files;
  private FileEntry file;

  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
    files =
        new FileSets(
            new Trees(new PieceReader(objects), TreeParameters.DEFAULT), ChunkParameters.DEFAULT);
    try (PackWriter out = new PackWriter(objects)) {
      file = files.write(new ByteArrayInputStream("the content".getBytes(UTF_8)), out);
      out.flush();
    }
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** An upload in parts: it is begun, gets a part, and is completed. */
  private void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (exchange.getRequestURI().getPath().equals("/bucket/refused")) {
      await(held);
      send(exchange, BAD_REQUEST, "<Error><Code>Broken</Code></Error>");
    } else if (query.startsWith("uploads") && begun.incrementAndGet() <= failures) {
      send(exchange, status, "<Error><Code>Broken</Code></Error>");
    } else if (query.startsWith("uploads")) {
      send(
          exchange,
          200,
          "<InitiateMultipartUploadResult><Bucket>bucket</Bucket><Key>key</Key>"
              + "<UploadId>u</UploadId></InitiateMultipartUploadResult>");
    } else if (exchange.getRequestMethod().equals("PUT")) {
      received.set(body);
      exchange.getResponseHeaders().set("ETag", "\"e\"");
      send(exchange, 200, "");
    } else {
      if (exchange.getRequestURI().getPath().equals("/bucket/held")) {
        hold();
      }
      send(
          exchange,
          200,
          "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>");
    }
  }

  private void hold() throws IOException {
    held.countDown();
    await(release);
    completed.set(true);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, int code, String xml) throws IOException {
    byte[] bytes = xml.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private ObjectCopies copies() {
    UrlFiles urls =
        UrlFiles.of(
            List.of(
                "--awsRegion=us-east-1",
                "--endpoint=http://127.0.0.1:" + server.getAddress().getPort(),
                "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\","
                    + "\"accessKeyId\":\"a\",\"secretAccessKey\":\"s\"}"));
    return new ObjectCopies(files, urls, host, new ObjectCopies.Listener() {});
  }

  private void copy() {
    try (ObjectCopies copies = copies()) {
      copies.copyLater(file, TARGET);
      copies.finish();
    }
  }

  @Test
  void itIsAskedAgainUntilItAnswers() {
    failures = 5;
    status = SERVER_FAULT;
    copy();
    assertThat(received.get()).contains("the content");
    assertThat(begun.get()).isEqualTo(6);
    assertThat(pauses).hasSize(1);
  }

  @Test
  void afterThreeTriesItIsGivenUp() {
    failures = Integer.MAX_VALUE;
    status = SERVER_FAULT;
    Failures.assertFails(
        ErrorCode.STORAGE,
        "s3://bucket/key cannot be written: the storage answered with status 500 (Broken); run it"
            + " again",
        this::copy);
    assertThat(pauses).hasSize(2);
  }

  @Test
  void whatIsRefusedIsNotAskedAgain() {
    failures = Integer.MAX_VALUE;
    status = BAD_REQUEST;
    Failures.assertFails(
        ErrorCode.STORAGE,
        "s3://bucket/key cannot be written: the storage answered with status 400 (Broken); correct"
            + " what is asked for",
        this::copy);
    assertThat(begun.get()).isEqualTo(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void partsLeaveRoomInASmallHeap() {
    assertThat(ObjectCopies.writers(16L << 20)).isEqualTo(1);
    assertThat(ObjectCopies.writers(384L << 20)).isEqualTo(12);
    assertThat(ObjectCopies.writers(2L << 30)).isEqualTo(32);
  }

  @Test
  void whoseFaultItIsIsKnown() {
    try (ObjectCopies copies = copies()) {
      held.countDown();
      assertThatThrownBy(() -> copies.copy(file, 0, REFUSED))
          .isInstanceOfSatisfying(
              TuskException.class, e -> assertThat(copies.isOfTarget(e)).isTrue());
      objects.list("", "", 10).forEach(objects::delete);
      assertThatThrownBy(() -> copies.copy(file, 0, TARGET))
          .isInstanceOfSatisfying(
              TuskException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT);
                assertThat(copies.isOfTarget(e)).isFalse();
              });
    }
    assertThat(received.get()).isEmpty();
  }

  @Test
  void whenItIsClosedNothingIsUnderWay() throws InterruptedException {
    AtomicBoolean completedBefore = new AtomicBoolean();
    Thread copying =
        new Thread(
            () -> {
              assertThatThrownBy(this::copyWhatIsHeldAndWhatIsRefused)
                  .hasMessageContaining("s3://bucket/refused cannot be written");
              completedBefore.set(completed.get());
            });
    copying.start();
    while (copying.isAlive() && !isIn(copying, "awaitTermination")) {
      Thread.onSpinWait();
    }
    release.countDown();
    copying.join();
    assertThat(completedBefore).isTrue();
  }

  private void copyWhatIsHeldAndWhatIsRefused() {
    try (ObjectCopies copies = copies()) {
      copies.copyLater(file, REFUSED);
      copies.copyLater(file, ObjectUrl.parse("s3://bucket/held"));
      copies.finish();
    }
  }

  private static boolean isIn(Thread thread, String method) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals(method));
  }
}
