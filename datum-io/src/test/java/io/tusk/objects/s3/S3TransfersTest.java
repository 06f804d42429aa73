/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects that travel in several parts. */
final class S3TransfersTest {
  private final byte[] content = new byte[2 * S3Parts.BYTES + 1_000_003];
  private FakeS3 s3;
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    new Random(7).nextBytes(content);
    s3 = new FakeS3();
    store =
        S3ObjectStore.open(
            new BucketPrefix("bkt", ""),
            s3.settings(),
            new Host(Clock.systemUTC(), new Random(1), pause -> {}));
  }

  @AfterEach
  void close() {
    store.close();
    s3.close();
  }

  private static boolean isThirdPart(FakeS3.Request request) {
    return request.query().contains("partNumber=3");
  }

  private static boolean isCompletion(FakeS3.Request request) {
    return request.method().equals("POST") && request.query().startsWith("uploadId");
  }

  @Test
  void aLargeObjectIsPutInParts() {
    List<ByteBuffer> pieces =
        List.of(
            ByteBuffer.wrap(content, 0, 5),
            ByteBuffer.wrap(content, 5, 9_999_995),
            ByteBuffer.wrap(content, 10_000_000, content.length - 10_000_000));
    store.put("k", pieces);
    assertThat(Arrays.equals(s3.objects.get("k"), content)).isTrue();
    assertThat(s3.requests()).hasSize(5).first().isEqualTo("POST /bkt/k?uploads");
    assertThat(s3.openUploads()).isZero();
    store.put("k", new byte[2 * S3Parts.BYTES]);
    assertThat(s3.requests()).containsExactly("PUT /bkt/k");
  }

  @Test
  void aPartThatFailsIsSentAgainAlone() {
    s3.next(S3TransfersTest::isThirdPart, FakeS3.error(503, "SlowDown", ""));
    s3.next(S3TransfersTest::isThirdPart, FakeS3.lost());
    store.put("k", content);
    assertThat(Arrays.equals(s3.objects.get("k"), content)).isTrue();
    assertThat(s3.requests()).hasSize(7).filteredOn(r -> r.contains("partNumber=3")).hasSize(3);
  }

  @Test
  void anUploadOfWhichAPartIsRefusedIsAborted() {
    s3.next(S3TransfersTest::isThirdPart, FakeS3.error(403, "AccessDenied", ""));
    assertFails(
        ErrorCode.STORAGE,
        "store s3://bkt cannot be written: access is denied (AccessDenied); allow who runs this"
            + " s3:PutObject and s3:AbortMultipartUpload on it, or use other credentials",
        () -> store.put("k", content));
    assertThat(s3.objects).isEmpty();
    assertThat(s3.openUploads()).isZero();
    assertThat(s3.requests()).last().asString().startsWith("DELETE /bkt/k?uploadId=");
  }

  @Test
  void anUploadWhoseCompletionIsRefusedIsAborted() {
    s3.next(
        S3TransfersTest::isCompletion,
        FakeS3.error(400, "InvalidPart", "One part could not be found."));
    assertFails(
        ErrorCode.STORAGE,
        "store s3://bkt cannot be written: S3 answered 400 InvalidPart (One part could not be"
            + " found.); check the bucket and its policy",
        () -> store.put("k", content));
    assertThat(s3.objects).isEmpty();
    assertThat(s3.openUploads()).isZero();
  }

  @Test
  void anUploadWhoseCompletionIsNotAnsweredIsWrittenAgain() {
    s3.next(
        S3TransfersTest::isCompletion,
        (request, exchange) -> {
          // Completes the upload, and is silent about it.
          s3.complete(request);
        });
    store.put("k", content);
    assertThat(Arrays.equals(s3.objects.get("k"), content)).isTrue();
    assertThat(s3.openUploads()).isZero();
    assertThat(s3.requests()).filteredOn(r -> r.endsWith("?uploads")).hasSize(2);
  }

  @Test
  void aCompletionThatFailsBehindAGoodStatusIsTriedAgain() {
    s3.next(S3TransfersTest::isCompletion, FakeS3.error(200, "InternalError", "Please try again."));
    store.put("k", content);
    assertThat(Arrays.equals(s3.objects.get("k"), content)).isTrue();
  }

  @Test
  void aLargeObjectIsReadInParts() {
    s3.objects.put("k", content);
    assertThat(Arrays.equals(store.read("k").orElseThrow(), content)).isTrue();
    assertThat(s3.requests()).hasSize(3);
    byte[] range = store.read("k", 5, 9_000_000).orElseThrow();
    assertThat(Arrays.equals(range, Arrays.copyOfRange(content, 5, 9_000_005))).isTrue();
    byte[] end = store.read("k", 1_000, Integer.MAX_VALUE).orElseThrow();
    assertThat(Arrays.equals(end, Arrays.copyOfRange(content, 1_000, content.length))).isTrue();
  }

  @Test
  void anObjectThatIsReplacedMeanwhileIsReadAnew() {
    s3.objects.put("k", new byte[3 * S3Parts.BYTES]);
    s3.next(
        request -> request.header("Range").startsWith("bytes=" + S3Parts.BYTES),
        (request, exchange) -> {
          s3.objects.put("k", content);
          s3.usual(request, exchange);
        });
    assertThat(Arrays.equals(store.read("k").orElseThrow(), content)).isTrue();
  }

  @Test
  void anObjectThatIsAlwaysReplacedIsGivenUp() {
    s3.objects.put("k", content);
    for (int i = 0; i < 60; i++) {
      s3.next(
          request -> !request.header("If-match").isEmpty(),
          FakeS3.error(412, "PreconditionFailed", ""));
    }
    assertFails(
        ErrorCode.STORAGE,
        "object 'k' of store s3://bkt is replaced as often as it is read; stop what else writes"
            + " there",
        () -> store.read("k"));
  }
}
