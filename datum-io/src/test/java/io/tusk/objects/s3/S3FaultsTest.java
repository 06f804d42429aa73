/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import static io.tusk.error.Failures.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;

import com.sun.net.httpserver.HttpExchange;
import io.tusk.error.ErrorCode;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.ObjectStore.Created;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class S3FaultsTest {
  /** Long enough for an answer that comes on a busy host. */
  private static final S3Timeouts SHORT =
      new S3Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(2));

  private static final FakeS3.Answer SLOW_DOWN =
      FakeS3.error(503, "SlowDown", "Please reduce your request rate.");
  private static final String SLOWED =
      "S3 answered 503 SlowDown (Please reduce your request rate.); try again later";

  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private FakeS3 s3;
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    s3 = new FakeS3();
    store = open(s3.settings());
  }

  @AfterEach
  void close() {
    end.countDown();
    store.close();
    s3.close();
  }

  private ObjectStore open(S3Settings settings) {
    return open(settings, S3Timeouts.DEFAULT);
  }

  private ObjectStore open(S3Settings settings, S3Timeouts timeouts) {
    Host host = new Host(Clock.systemUTC(), new Random(1), pauses::add);
    return S3ObjectStore.open(new BucketPrefix("bkt", "p"), settings, host, timeouts);
  }

  private void openImpatient() {
    store.close();
    store = open(s3.settings(), SHORT);
  }

  @Test
  void whatIsIdempotentIsTriedAgainAfterAPause() {
    s3.next(SLOW_DOWN, FakeS3.error(500, "InternalError", ""), FakeS3.lost());
    store.put("k", bytes("one"));
    assertThat(s3.requests()).containsExactlyElementsOf(Collections.nCopies(4, "PUT /bkt/p/k"));
    assertThat(pauses).hasSize(3);
    s3.next(SLOW_DOWN);
    assertThat(store.read("k")).hasValue(bytes("one"));
    s3.next(FakeS3.lost(), SLOW_DOWN);
    assertThat(store.list("", "", 5)).containsExactly("k");
    s3.next(FakeS3.error(503, "", ""));
    assertThat(store.size("k")).hasValue(3L);
    s3.next(FakeS3.lost());
    store.delete("k");
    assertThat(s3.objects).isEmpty();
    assertThat(pauses).hasSize(8);
  }

  @Test
  void aStoreThatStaysBusyIsGivenUp() {
    s3.always(SLOW_DOWN);
    assertFails(
        ErrorCode.STORAGE,
        "store s3://bkt/p cannot be written: " + SLOWED + " (tried 10 times)",
        () -> store.put("k", bytes("one")));
    assertThat(s3.requests()).hasSize(10);
    assertThat(pauses).hasSize(9);
  }

  @Test
  void anInterruptedThreadFinishesItsCallButWaitsForNoOther() {
    Thread.currentThread().interrupt();
    store.put("k", bytes("one"));
    assertThat(store.createIfAbsent("l", bytes("two"))).isEqualTo(Created.CREATED);
    assertThat(Thread.interrupted()).isTrue();
    Host host =
        new Host(
            Clock.systemUTC(),
            new Random(1),
            pause -> {
              throw new InterruptedException();
            });
    try (ObjectStore waiting =
        S3ObjectStore.open(new BucketPrefix("bkt", "p"), s3.settings(), host)) {
      s3.next(SLOW_DOWN);
      assertFails(
          ErrorCode.INTERRUPTED,
          "a request to store s3://bkt/p was interrupted after: store s3://bkt/p cannot be read: "
              + SLOWED,
          () -> waiting.read("k"));
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aCreateWhoseAnswerIsLostIsNotSentAgain() {
    s3.next((request, exchange) -> s3.objects.put("p/stored", request.body()));
    assertUnknown("stored", "the connection to %s was lost (%s); check the network and try again");
    assertThat(store.read("stored")).hasValue(bytes("new"));
    s3.requests();
    s3.next(FakeS3.lost());
    assertUnknown("gone", "the connection to %s was lost (%s); check the network and try again");
    assertThat(s3.requests()).containsExactly("PUT /bkt/p/gone if absent");
    assertThat(store.read("gone")).isEmpty();
    assertThat(pauses).isEmpty();
  }

  @Test
  void aCreateThatIsAnsweredWithAnErrorOfTheServiceIsUnknown() {
    s3.next(
        SLOW_DOWN,
        FakeS3.error(500, "InternalError", "We encountered an internal error."),
        FakeS3.error(409, "ConditionalRequestConflict", "A conflicting operation occurred."),
        FakeS3.error(400, "RequestTimeout", "Idle."));
    assertUnknown("k", SLOWED);
    assertUnknown(
        "k", "S3 answered 500 InternalError (We encountered an internal error.); try again later");
    assertUnknown(
        "k",
        "S3 answered 409 ConditionalRequestConflict (A conflicting operation occurred.); check the"
            + " bucket and its policy");
    assertUnknown("k", "S3 answered 400 RequestTimeout (Idle.); try again later");
    assertThat(s3.requests())
        .containsExactlyElementsOf(Collections.nCopies(4, "PUT /bkt/p/k if absent"));
    assertThat(store.createIfAbsent("k", bytes("new"))).isEqualTo(Created.CREATED);
  }

  @Test
  void aCreateThatIsAnsweredTooLateIsUnknown() throws Exception {
    openImpatient();
    s3.next(silent());
    assertUnknown("k", "%s did not answer in time; check the network and try again");
    asked.await();
    assertThat(s3.requests()).containsExactly("PUT /bkt/p/k if absent");
  }

  @Test
  void aCreateThatIsRefusedHasNotHappened() {
    s3.next(FakeS3.error(403, "AccessDenied", "Access Denied"));
    assertFails(
        ErrorCode.STORAGE,
        "store s3://bkt/p cannot be written: access is denied (AccessDenied); allow who runs this"
            + " s3:PutObject and s3:AbortMultipartUpload on it, or use other credentials",
        () -> store.createIfAbsent("k", bytes("new")));
    s3.next(FakeS3.error(501, "NotImplemented", "A header you provided implies functionality"));
    assertFails(
        ErrorCode.STORAGE,
        "store s3://bkt/p cannot be written: the endpoint lacks an operation that stores need (501"
            + " NotImplemented (A header you provided implies functionality)); use a store that"
            + " honours If-None-Match",
        () -> store.createIfAbsent("k", bytes("new")));
    s3.next(FakeS3.error(412, "PreconditionFailed", ""));
    assertThat(store.createIfAbsent("k", bytes("new"))).isEqualTo(Created.EXISTS);
    assertThat(s3.objects).isEmpty();
    assertThat(pauses).isEmpty();
  }

  @Test
  void anEndpointThatIsNotThereIsTriedForAShortTime() {
    URI closed = s3.endpoint();
    s3.close();
    String fact = ": " + closed + " is not reachable; check the endpoint and the network";
    assertFails(
        ErrorCode.STORAGE,
        "store s3://bkt/p cannot be read" + fact + " (tried 3 times)",
        () -> store.read("k"));
    assertFails(
        ErrorCode.STORAGE,
        "store s3://bkt/p cannot be written" + fact + " (tried 3 times)",
        () -> store.createIfAbsent("k", bytes("new")));
    assertThat(pauses).hasSize(4);
  }

  @Test
  void anEndpointThatWasThereIsTriedForLong() {
    assertThat(store.list("", "", 1)).isEmpty();
    s3.close();
    assertFails(
        ErrorCode.STORAGE,
        "store s3://bkt/p cannot be listed: "
            + s3.endpoint()
            + " is not reachable; check the endpoint and the network (tried 10 times)",
        () -> store.list("", "", 1));
  }

  @Test
  void aHostThatIsNotKnownIsNamed() {
    store = open(FakeS3.settings(URI.create("http://nowhere.invalid:9000")));
    assertFails(
        ErrorCode.STORAGE,
        "store s3://bkt/p cannot be listed: http://nowhere.invalid:9000 is not reachable: there is"
            + " no host nowhere.invalid; check the endpoint, the region and the network (tried 3"
            + " times)",
        () -> store.list("", "", 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 404})
  void anEndpointThatIsAWebServerIsNoStore(int status) {
    s3.always(FakeS3.html(status));
    String fact =
        "store s3://bkt/p cannot be used: the endpoint "
            + s3.endpoint()
            + " %s; check that --endpoint or AWS_ENDPOINT_URL names an S3 service";
    String refused = "answered a request with status 404 and no error of S3";
    boolean ok = status == 200;
    String tried = ok ? " (tried 3 times)" : "";
    assertFails(
        ErrorCode.STORAGE,
        fact.formatted(ok ? "answered with no XML" : refused) + tried,
        () -> store.list("log/", "", 1));
    store.close();
    store = open(s3.settings());
    assertFails(
        ErrorCode.STORAGE,
        fact.formatted(ok ? "answered a range without Content-Range and ETag" : refused) + tried,
        () -> store.read("k"));
    store.close();
    store = open(s3.settings());
    assertFails(
        ErrorCode.STORAGE,
        fact.formatted(ok ? "acknowledged a write without an ETag" : refused) + tried,
        () -> store.put("k", bytes("v")));
    assertFails(
        ok ? ErrorCode.OUTCOME_UNKNOWN : ErrorCode.STORAGE,
        (ok ? "store s3://bkt/p did not say whether object 'k' was created: " : "")
            + fact.formatted(ok ? "acknowledged a write without an ETag" : refused),
        () -> store.createIfAbsent("k", bytes("v")));
  }

  @Test
  void aBodyThatEndsEarlyIsNeverServed() {
    s3.objects.put("p/k", bytes("0123456789"));
    s3.next(truncated(), truncated());
    assertThat(store.read("k")).hasValue(bytes("0123456789"));
    assertThat(s3.requests()).hasSize(3);
    s3.always(truncated());
    assertFails(
        ErrorCode.STORAGE,
        "store s3://bkt/p cannot be read: the connection to "
            + s3.endpoint()
            + " was lost (Premature end of Content-Length delimited message body (expected: 10;"
            + " received: 4)); check the network and try again (tried 10 times)",
        () -> store.read("k"));
  }

  @Test
  void aRangeThatIsNotWhatWasAskedForIsNeverServed() {
    s3.objects.put("p/k", bytes("0123456789"));
    s3.always(
        (request, exchange) -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 0-3/10");
          FakeS3.send(exchange, 206, "\"e\"", bytes("0123"));
        });
    assertFails(
        ErrorCode.STORAGE,
        "store s3://bkt/p cannot be used: the endpoint "
            + s3.endpoint()
            + " answered bytes 4 and on with bytes 0-3/10; check that --endpoint or"
            + " AWS_ENDPOINT_URL names an S3 service (tried 3 times)",
        () -> store.read("k", 4, 4));
  }

  @Test
  void aSilentEndpointIsTriedAgain() {
    openImpatient();
    s3.objects.put("p/k", bytes("0123456789"));
    s3.next(silent());
    assertThat(store.read("k", 2, 3)).hasValue(bytes("234"));
    assertThat(pauses).isNotEmpty();
  }

  @Test
  void listingsOfMoreThanOnePageAreJoinedAndFoldersLeftOut() {
    IntStream.range(0, 2_300).forEach(i -> s3.objects.put("p/k/%04d".formatted(i), bytes("")));
    s3.objects.put("p/k/", bytes(""));
    s3.objects.put("p/", bytes(""));
    s3.objects.put("q", bytes(""));
    List<String> all = store.list("", "", 5_000);
    assertThat(all).hasSize(2_300).isSorted().startsWith("k/0000").endsWith("k/2299");
    assertThat(s3.requests()).hasSize(3);
    assertThat(store.list("k", "k/0099", 1_500)).isEqualTo(all.subList(100, 1_600));
    assertThat(store.list("", "", 1)).containsExactly("k/0000");
  }

  @Test
  void aPageOfNothingButDeletedObjectsIsNotTheLast() {
    s3.objects.put("p/k", bytes(""));
    s3.next(emptyPage("<NextContinuationToken>one</NextContinuationToken>"));
    s3.next(emptyPage("<NextContinuationToken>two</NextContinuationToken>"));
    assertThat(store.list("", "", 1)).containsExactly("k");
    assertThat(s3.requests())
        .hasSize(3)
        .satisfies(third -> assertThat(third).contains("continuation-token=two"), atIndex(2));
    s3.always(emptyPage(""));
    assertFails(
        ErrorCode.STORAGE,
        "store s3://bkt/p cannot be used: the endpoint "
            + s3.endpoint()
            + " answered a listing with something else; check that --endpoint or"
            + " AWS_ENDPOINT_URL names an S3 service (tried 10 times)",
        () -> store.list("", "", 1));
  }

  private static FakeS3.Answer emptyPage(String next) {
    String body =
        "<ListBucketResult><Name>b</Name><IsTruncated>true</IsTruncated>"
            + next
            + "</ListBucketResult>";
    return (request, exchange) -> FakeS3.send(exchange, 200, "", bytes(body));
  }

  private static FakeS3.Answer truncated() {
    return (request, exchange) -> {
      exchange.getResponseHeaders().set("ETag", "\"e\"");
      exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/10");
      exchange.sendResponseHeaders(206, 10);
      exchange.getResponseBody().write(bytes("0123"));
      exchange.getResponseBody().flush();
    };
  }

  private FakeS3.Answer silent() {
    return (request, exchange) -> await(exchange);
  }

  private void await(HttpExchange exchange) throws IOException {
    asked.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IOException(exchange.getRequestURI() + " is given up", e);
    }
  }

  private void assertUnknown(String key, String fact) {
    assertFails(
        ErrorCode.OUTCOME_UNKNOWN,
        "store s3://bkt/p did not say whether object '"
            + key
            + "' was created: store s3://bkt/p cannot be written: "
            + fact.formatted(s3.endpoint(), "The target server failed to respond"),
        () -> store.createIfAbsent(key, bytes("new")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
