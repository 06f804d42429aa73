/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import static io.tusk.pieces.PiecesFixture.assertFails;
import static io.tusk.pieces.PiecesFixture.chunk;
import static io.tusk.pieces.PiecesFixture.node;
import static io.tusk.pieces.PiecesFixture.reopened;
import static io.tusk.pieces.PiecesFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What waits, fails or goes on at the same time; nothing here may hang. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PackUploadTest {
  private static final String FIRST = "in the first pack" + ".".repeat(80);
  private static final String SECOND = "in the second pack" + ".".repeat(80);

  @Test
  void packsUnderWayAreReadThroughNodesOfOtherPacks() {
    GatedStore store = new GatedStore();
    PieceReader reader = new PieceReader(store);
    try (PackWriter writer = new PackWriter(store, 150)) {
      Ref chunk = chunk(writer, FIRST);
      Ref inner = node(writer, SECOND, chunk);
      Ref outer = node(writer, "in the third pack", inner);
      assertThat(store.list("", "", 1)).isEmpty();
      assertFollows(reader, outer);
      store.open();
      writer.flush();
      assertFollows(reader, outer);
      assertFollows(reader, reopened(outer));
      assertThat(store.list("", "", 10)).hasSize(3);
    }
  }

  private static void assertFollows(PieceReader reader, Ref outer) {
    Location inner = reader.node(outer).locations().get(0);
    Ref innerRef = new Ref(PieceKind.NODE, Hash.of(SECOND.getBytes(UTF_8)), inner);
    Location chunk = reader.node(innerRef).locations().get(0);
    Hash hash = Hash.of(FIRST.getBytes(UTF_8));
    assertThat(text(reader, new Ref(PieceKind.CHUNK, hash, chunk))).isEqualTo(FIRST);
  }

  @Test
  void manyThreadsWriteAndReadThroughOneWriter() throws Exception {
    ObjectStore store = new MemoryObjectStore();
    PieceReader reader = new PieceReader(store);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Ref> all = new ArrayList<>();
    try (PackWriter writer = new PackWriter(store, 200_000)) {
      List<Future<List<Ref>>> writes = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int thread = t;
        Callable<List<Ref>> work = () -> writeChain(writer, reader, thread);
        writes.add(threads.submit(work));
      }
      for (Future<List<Ref>> write : writes) {
        all.addAll(write.get());
      }
      for (Ref ref : all) {
        assertThat(Hash.of(text(reader, ref).getBytes(UTF_8))).isEqualTo(ref.hash());
      }
      writer.flush();
    } finally {
      threads.shutdown();
    }
    assertThat(PageReader.packs(store)).hasSizeGreaterThan(3);
    PackVerifier verifier = new PackVerifier(store);
    for (String key : store.list("packs/", "", 1_000)) {
      assertThat(verifier.verify(key).problems()).isEmpty();
    }
    for (Ref ref : all) {
      assertThat(Hash.of(text(reader, reopened(ref)).getBytes(UTF_8))).isEqualTo(ref.hash());
    }
  }

  private static List<Ref> writeChain(PackWriter writer, PieceReader reader, int thread) {
    List<Ref> refs = new ArrayList<>();
    Ref last = chunk(writer, "shared by all threads");
    for (int i = 0; i < 1_000; i++) {
      Ref chunk = chunk(writer, "chunk " + i + " of " + thread + "x".repeat(i));
      last = node(writer, "node " + i + " of " + thread, chunk, last);
      refs.add(chunk);
      refs.add(last);
      Ref earlier = refs.get((i * 31) % refs.size());
      assertThat(Hash.of(text(reader, earlier).getBytes(UTF_8))).isEqualTo(earlier.hash());
      if (i % 250 == 0) {
        writer.flush();
      }
    }
    return refs;
  }

  @Test
  void aFailedUploadEndsTheWriteWithItsCode() {
    GatedStore store = new GatedStore();
    store.failWith(new TuskException(ErrorCode.STORAGE, "the disk is full"));
    store.open();
    PieceReader reader = new PieceReader(store);
    PackWriter writer = new PackWriter(store, 100);
    Ref first = chunk(writer, "x".repeat(100));
    assertFails(ErrorCode.STORAGE, "the disk is full", writer::flush);
    assertFails(ErrorCode.STORAGE, "the disk is full", writer::flush);
    assertFails(ErrorCode.STORAGE, "the disk is full", () -> chunk(writer, "more"));
    assertFails(ErrorCode.STORAGE, "the disk is full", () -> node(writer, "more", first));
    assertFails(ErrorCode.STORAGE, "the disk is full", () -> reader.chunk(first));
    assertFails(ErrorCode.STORAGE, "the disk is full", () -> first.location().pack().name());
    writer.close();
    try (PackWriter other = new PackWriter(store)) {
      assertThatThrownBy(() -> node(other, "on a lost piece", first))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "a node refers to %s, which another write has not flushed", first.location().pack());
    }
    assertThat(store.list("", "", 1)).isEmpty();
  }

  @Test
  void whatTheStoreShouldNotThrowIsADefect() {
    for (Throwable cause : List.of(new IllegalStateException("bug"), new StackOverflowError())) {
      GatedStore store = new GatedStore();
      if (cause instanceof Error e) {
        store.failWith(e);
      } else {
        store.failWith((RuntimeException) cause);
      }
      store.open();
      try (PackWriter writer = new PackWriter(store)) {
        chunk(writer, "x");
        assertFails(ErrorCode.INTERNAL, "a pack could not be uploaded: " + cause, writer::flush);
      }
    }
  }

  @Test
  void writersThatWaitForUploadsAreReleasedByTheirFailure() throws Exception {
    GatedStore store = new GatedStore();
    store.failWith(new TuskException(ErrorCode.STORAGE, "the network is gone"));
    ExecutorService threads = Executors.newFixedThreadPool(5);
    try (PackWriter writer = new PackWriter(store, 100)) {
      List<Future<?>> waiting = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int thread = t;
        waiting.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 1_000; i++) {
                    chunk(writer, "chunk " + i + " of " + thread);
                  }
                }));
      }
      waiting.add(threads.submit(writer::flush));
      store.open();
      int failed = 0;
      for (Future<?> future : waiting) {
        try {
          future.get();
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasRootCauseMessage("the network is gone");
          failed++;
        }
      }
      assertThat(failed).isGreaterThanOrEqualTo(4);
      assertFails(ErrorCode.STORAGE, "the network is gone", writer::flush);
    } finally {
      threads.shutdown();
    }
    assertThat(store.list("", "", 1)).isEmpty();
  }

  @Test
  void afterAFailureNoLaterPackIsStored() {
    GatedStore store = new GatedStore();
    PackWriter writer = new PackWriter(store, 100);
    store.failWith(new TuskException(ErrorCode.STORAGE, "once"));
    chunk(writer, "a".repeat(100));
    Ref second = chunk(writer, "b".repeat(100));
    store.open();
    assertFails(ErrorCode.STORAGE, "once", writer::flush);
    assertThat(second.location().pack().isDurable()).isFalse();
    writer.close();
    assertThat(store.list("", "", 1)).isEmpty();
  }

  @Test
  void closeDoesNotWaitForUploads() {
    GatedStore store = new GatedStore();
    PieceReader reader = new PieceReader(store);
    PackWriter writer = new PackWriter(store, 100);
    Ref sealed = chunk(writer, "a".repeat(100));
    writer.close();
    assertThat(text(reader, sealed)).isEqualTo("a".repeat(100));
    store.open();
    writer.flush();
    assertThat(text(reader, reopened(sealed))).isEqualTo("a".repeat(100));
  }
}
