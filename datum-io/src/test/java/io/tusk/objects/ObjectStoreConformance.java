/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.ObjectStore.Created;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every implementation of {@link ObjectStore} must pass; each joins by extending it. */
public abstract class ObjectStoreConformance extends ListingConformance {
  @Test
  void anEmptyStoreHasNothing() {
    assertThat(store.read("a/b")).isEmpty();
    assertThat(store.read("a/b", 0, 10)).isEmpty();
    assertThat(store.size("a/b")).isEmpty();
    assertThat(store.list("", "", 10)).isEmpty();
    assertThat(store.list("a/b/", "", 10)).isEmpty();
    store.delete("a/b");
    assertThat(store.list("", "", 10)).isEmpty();
    assertThat(store.location()).isNotBlank();
  }

  @Test
  void putCreatesAndReplaces() {
    store.put("a/b", bytes("one"));
    assertThat(store.read("a/b")).hasValue(bytes("one"));
    store.put("a/b", bytes("second"));
    assertThat(store.read("a/b")).hasValue(bytes("second"));
    assertThat(store.size("a/b")).hasValue(6L);
    store.put("a/b", bytes("3"));
    assertThat(store.read("a/b")).hasValue(bytes("3"));
    assertThat(store.list("", "", 10)).containsExactly("a/b");
  }

  @Test
  void partsArePutOneAfterAnother() {
    ByteBuffer middle = ByteBuffer.wrap(bytes("..three.."), 2, 5);
    ByteBuffer direct = ByteBuffer.allocateDirect(4).put(bytes("four")).flip();
    List<ByteBuffer> parts =
        List.of(
            ByteBuffer.wrap(bytes("two")),
            ByteBuffer.allocate(0),
            middle.asReadOnlyBuffer(),
            direct,
            middle);
    for (int i = 0; i < 2; i++) {
      store.put("p/parts", parts);
      assertThat(store.read("p/parts")).hasValue(bytes("twothreefourthree"));
    }
    assertThat(parts.stream().map(ByteBuffer::remaining)).containsExactly(3, 0, 5, 4, 5);
    store.put("p/parts", List.of());
    assertThat(store.read("p/parts")).hasValue(new byte[0]);
  }

  @Test
  void manyLargePartsArePutWhole() {
    byte[] content = new byte[5_000_001];
    new Random(5).nextBytes(content);
    List<ByteBuffer> parts = new ArrayList<>();
    for (int at = 0; at < content.length; ) {
      int length = Math.min(content.length - at, 1 + 137 * parts.size() * parts.size());
      parts.add(ByteBuffer.wrap(content, at, length));
      at += length;
    }
    store.put("p/large", parts);
    assertThat(Arrays.equals(store.read("p/large").orElseThrow(), content)).isTrue();
  }

  @Test
  void createIfAbsentLeavesWhatIsThere() {
    assertThat(store.createIfAbsent("a/b", bytes("one"))).isEqualTo(Created.CREATED);
    assertThat(store.createIfAbsent("a/b", bytes("two"))).isEqualTo(Created.EXISTS);
    assertThat(store.read("a/b")).hasValue(bytes("one"));
    store.put("a/c", bytes("put"));
    assertThat(store.createIfAbsent("a/c", bytes("two"))).isEqualTo(Created.EXISTS);
    assertThat(store.read("a/c")).hasValue(bytes("put"));
    store.delete("a/b");
    assertThat(store.createIfAbsent("a/b", bytes("again"))).isEqualTo(Created.CREATED);
    assertThat(store.read("a/b")).hasValue(bytes("again"));
  }

  @Test
  void rangesEndWhereTheObjectEnds() {
    store.put("k", bytes("0123456789"));
    assertThat(store.read("k", 0, 10)).hasValue(bytes("0123456789"));
    assertThat(store.read("k", 0, 3)).hasValue(bytes("012"));
    assertThat(store.read("k", 7, 3)).hasValue(bytes("789"));
    assertThat(store.read("k", 7, 4)).hasValue(bytes("789"));
    assertThat(store.read("k", 9, 1)).hasValue(bytes("9"));
    assertThat(store.read("k", 9, Integer.MAX_VALUE)).hasValue(bytes("9"));
    assertThat(store.read("k", 10, 1)).hasValue(new byte[0]);
    assertThat(store.read("k", 11, 1)).hasValue(new byte[0]);
    assertThat(store.read("k", Long.MAX_VALUE, Integer.MAX_VALUE)).hasValue(new byte[0]);
    assertThat(store.read("k", 4, 0)).hasValue(new byte[0]);
    assertThat(store.read("missing", 4, 0)).isEmpty();
  }

  @Test
  void anEmptyObjectIsAnObject() {
    store.put("e/put", new byte[0]);
    assertThat(store.createIfAbsent("e/created", new byte[0])).isEqualTo(Created.CREATED);
    for (String key : List.of("e/put", "e/created")) {
      assertThat(store.read(key)).hasValue(new byte[0]);
      assertThat(store.read(key, 0, 5)).hasValue(new byte[0]);
      assertThat(store.size(key)).hasValue(0L);
      assertThat(store.createIfAbsent(key, bytes("x"))).isEqualTo(Created.EXISTS);
    }
    assertThat(store.list("e/", "", 5)).containsExactly("e/created", "e/put");
  }

  @Test
  void anObjectOf64MebibytesComesBackWhole() {
    byte[] content = new byte[64 << 20];
    new Random(64).nextBytes(content);
    store.put("big/put", content);
    assertThat(store.createIfAbsent("big/created", content)).isEqualTo(Created.CREATED);
    for (String key : List.of("big/put", "big/created")) {
      assertThat(store.size(key)).hasValue(64L << 20);
      assertThat(Arrays.equals(store.read(key).orElseThrow(), content)).isTrue();
      byte[] range = store.read(key, (32L << 20) - 1, 3 << 20).orElseThrow();
      int from = (32 << 20) - 1;
      int to = from + (3 << 20);
      assertThat(Arrays.equals(range, 0, range.length, content, from, to)).isTrue();
    }
  }

  @Test
  void arraysBelongToTheCaller() {
    byte[] put = bytes("abc");
    byte[] created = bytes("def");
    store.put("put", put);
    store.createIfAbsent("created", created);
    put[0] = 'X';
    created[0] = 'X';
    store.read("put").orElseThrow()[1] = 'Y';
    store.read("created", 0, 3).orElseThrow()[1] = 'Y';
    assertThat(store.read("put")).hasValue(bytes("abc"));
    assertThat(store.read("created")).hasValue(bytes("def"));
  }

  @Test
  void deleteRemovesOneObject() {
    store.put("d/e/f", bytes("1"));
    store.put("d/e/g", bytes("2"));
    store.delete("d/e");
    store.delete("d/e/f/g");
    assertThat(store.list("", "", 9)).containsExactly("d/e/f", "d/e/g");
    store.delete("d/e/f");
    store.delete("d/e/f");
    assertThat(store.read("d/e/f")).isEmpty();
    assertThat(store.size("d/e/f")).isEmpty();
    assertThat(store.list("", "", 9)).containsExactly("d/e/g");
    store.delete("d/e/g");
    assertThat(store.list("", "", 9)).isEmpty();
    store.put("d/e/f", bytes("3"));
    assertThat(store.read("d/e/f")).hasValue(bytes("3"));
  }

  @Test
  void whatLiesBelowAKeyOrAboveItIsNoObject() {
    store.put("x/y/z", bytes("1"));
    for (String key : List.of("x", "x/y", "x/y/z/a", "x/y/z/a/b")) {
      assertThat(store.read(key)).as(key).isEmpty();
      assertThat(store.read(key, 0, 1)).as(key).isEmpty();
      assertThat(store.size(key)).as(key).isEmpty();
    }
    assertThat(store.list("x/y/z/", "", 9)).isEmpty();
    assertThat(store.list("x/y/z/a/b", "", 9)).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void anySequenceOfCallsAgreesWithASortedMap(long seed) {
    Random random = new Random(seed);
    NavigableMap<String, String> model = new TreeMap<>();
    String[] elements = {"a", "a-", "a.a", "b", "B", "0"};
    for (int step = 0; step < 400; step++) {
      String context = "seed " + seed + ", step " + step;
      String key = elements[random.nextInt(6)] + "/" + elements[random.nextInt(6)];
      if (random.nextInt(3) > 0) {
        key += "/x" + elements[random.nextInt(6)] + "/" + elements[random.nextInt(6)];
      }
      String value = "v" + step;
      switch (random.nextInt(5)) {
        case 0 -> {
          if (permits(model, key)) {
            store.put(key, bytes(value));
            model.put(key, value);
          }
        }
        case 1 -> {
          if (permits(model, key)) {
            Created expected = model.containsKey(key) ? Created.EXISTS : Created.CREATED;
            assertThat(store.createIfAbsent(key, bytes(value))).as(context).isEqualTo(expected);
            model.putIfAbsent(key, value);
          }
        }
        case 2 -> {
          store.delete(key);
          model.remove(key);
        }
        case 3 ->
            assertThat(store.read(key).map(b -> new String(b, UTF_8)))
                .as(context)
                .isEqualTo(Optional.ofNullable(model.get(key)));
        default -> {
          String prefix = key.substring(0, random.nextInt(key.length()));
          String after = elements[random.nextInt(6)] + "/" + elements[random.nextInt(6)];
          int limit = 1 + random.nextInt(10);
          List<String> expected =
              model.tailMap(after, false).keySet().stream()
                  .filter(k -> k.startsWith(prefix))
                  .limit(limit)
                  .toList();
          assertThat(store.list(prefix, after, limit)).as(context).isEqualTo(expected);
        }
      }
    }
  }

  private static boolean permits(NavigableMap<String, String> model, String key) {
    String below = model.ceilingKey(key + "/");
    boolean isDirectory = below != null && below.startsWith(key + "/");
    return !isDirectory && model.keySet().stream().noneMatch(k -> key.startsWith(k + "/"));
  }

  @Test
  void oneOfManyThreadsCreates() throws Exception {
    int threads = 8;
    int rounds = 40;
    CyclicBarrier barrier = new CyclicBarrier(threads);
    List<Callable<List<Created>>> racers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      String name = "thread " + t;
      racers.add(
          () -> {
            List<Created> results = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
              barrier.await();
              results.add(store.createIfAbsent("race/" + round + "/x/y", bytes(name)));
            }
            return results;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<List<Created>> results = new ArrayList<>();
    try {
      for (Future<List<Created>> racer : pool.invokeAll(racers)) {
        results.add(racer.get());
      }
    } finally {
      pool.shutdownNow();
    }
    for (int round = 0; round < rounds; round++) {
      List<String> winners = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        if (results.get(t).get(round) == Created.CREATED) {
          winners.add("thread " + t);
        }
      }
      assertThat(winners).as("round %d", round).hasSize(1);
      assertThat(store.read("race/" + round + "/x/y")).hasValue(bytes(winners.get(0)));
    }
    assertThat(store.list("", "", 1000)).hasSize(rounds);
  }

  @Test
  void readersNeverSeeHalfAPut() throws Exception {
    byte[][] versions = new byte[4][];
    for (int v = 0; v < versions.length; v++) {
      versions[v] = new byte[100_000 + 50_000 * v];
      Arrays.fill(versions[v], (byte) v);
    }
    store.put("p/q", versions[0]);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> writer =
          pool.submit(
              () -> {
                for (int i = 1; i < 40; i++) {
                  store.put("p/q", versions[i % versions.length]);
                }
              });
      boolean last;
      do {
        last = writer.isDone();
        byte[] seen = store.read("p/q").orElseThrow();
        assertThat(seen).isEqualTo(versions[seen[0]]);
        assertThat(store.list("p/", "", 9)).containsExactly("p/q");
      } while (!last);
      writer.get();
    } finally {
      pool.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/.b", "a b", "a\u00e4", "a\\b"
      })
  void aKeyWithAnImpossibleElementIsRefused(String key) {
    String[] elements = key.split("/", -1);
    String bad = "";
    for (String element : elements) {
      if (!element.matches("[a-zA-Z0-9_-][a-zA-Z0-9._-]*")) {
        bad = element;
        break;
      }
    }
    String message =
        "object key '"
            + key
            + "' has the element '"
            + bad
            + "'; elements are 1 to 255 of a-z A-Z 0-9 . _ - and do not begin with a dot";
    refused(message, () -> store.read(key));
    refused(message, () -> store.read(key, 0, 1));
    refused(message, () -> store.size(key));
    refused(message, () -> store.put(key, bytes("x")));
    refused(message, () -> store.createIfAbsent(key, bytes("x")));
    refused(message, () -> store.delete(key));
    assertThat(store.list("", "", 10)).isEmpty();
  }

  @Test
  void argumentsOutOfBoundsAreRefused() {
    String longest = "k".repeat(255);
    store.put(longest, bytes("x"));
    assertThat(store.list("", "", 10)).containsExactly(longest);
    String tooLong = "a/".repeat(450) + "b";
    refused(
        "object key '" + tooLong + "' is longer than 900 bytes",
        () -> store.put(tooLong, bytes("x")));
    refused(
        "object key '"
            + longest
            + "k' has the element '"
            + longest
            + "k'; elements are 1 to 255 of a-z A-Z 0-9 . _ - and do not begin with a dot",
        () -> store.put(longest + "k", bytes("x")));
    refused(
        "object key 'tmp/x' begins with the reserved element 'tmp'",
        () -> store.createIfAbsent("tmp/x", bytes("x")));
    refused("object key 'tmp' begins with the reserved element 'tmp'", () -> store.delete("tmp"));
    refused(
        "a listing of 0 keys was asked for; at least 1 is allowed", () -> store.list("", "", 0));
    refused(
        "object key '/a' has the element ''; elements are 1 to 255 of a-z A-Z 0-9 . _ - and do not"
            + " begin with a dot",
        () -> store.list("/a", "", 1));
    refused("object 'a' cannot be read from -1, 2 bytes", () -> store.read("a", -1, 2));
    refused("object 'a' cannot be read from 1, -2 bytes", () -> store.read("a", 1, -2));
    assertThat(store.list("tmp/", "", 1)).isEmpty();
  }

  private static void refused(String message, Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessage(message);
  }

  private static void refused(String message, Runnable call) {
    refused(message, Executors.callable(call));
  }
}
