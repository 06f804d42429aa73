/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.ObjectStore.Created;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalObjectStoreTest extends ObjectStoreConformance {
  private static final byte[] ONE = {1};

  @TempDir private Path directory;

  private Path root() {
    return directory.resolve("gr\u00fcn/store");
  }

  @Override
  protected ObjectStore newStore() {
    return new LocalObjectStore(root());
  }

  @Test
  void noKeyIsTheDirectoryOfAnother() throws IOException {
    Nesting.isRefused(newStore());
    assertThat(children("tmp")).isEmpty();
  }

  @Test
  void readingMakesNoDirectory() {
    ObjectStore store = newStore();
    assertThat(store.read("a/b")).isEmpty();
    assertThat(store.list("", "", 9)).isEmpty();
    store.delete("a/b");
    assertThat(directory).isEmptyDirectory();
    assertThat(store.location()).isEqualTo(root().toString());
  }

  @Test
  void objectsAreFilesUnderTheirKeys() throws IOException {
    ObjectStore store = newStore();
    store.put("a/b/c", ONE);
    assertThat(store.createIfAbsent("a/b/d", ONE)).isEqualTo(Created.CREATED);
    assertThat(store.createIfAbsent("a/b/d", ONE)).isEqualTo(Created.EXISTS);
    assertThat(root().resolve("a/b/c")).hasBinaryContent(ONE);
    assertThat(Files.getAttribute(root().resolve("a/b/d"), "unix:nlink")).isEqualTo(1);
    assertThat(children("")).containsExactly("a", "tmp");
    assertThat(children("tmp")).isEmpty();
    assertThat(new LocalObjectStore(root()).list("", "", 9)).containsExactly("a/b/c", "a/b/d");
  }

  @Test
  void aRootMayBeASymbolicLink() throws IOException {
    Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
    ObjectStore store = new LocalObjectStore(link);
    store.put("a/b", ONE);
    assertThat(store.list("", "", 9)).containsExactly("a/b");
    assertThat(directory.resolve("real/a/b")).hasBinaryContent(ONE);
  }

  @Test
  void deletingRemovesEmptyDirectoriesBelowTheFirst() throws IOException {
    ObjectStore store = newStore();
    store.put("jobs/1/x/plan", ONE);
    store.put("jobs/1/y", ONE);
    store.delete("jobs/1/x/plan");
    assertThat(children("jobs/1")).containsExactly("y");
    store.delete("jobs/1/y");
    assertThat(children("")).containsExactly("jobs", "tmp");
    assertThat(children("jobs")).isEmpty();
  }

  @Test
  void deletingNeverRemovesAnotherObjectOrALink() throws IOException {
    ObjectStore store = newStore();
    store.put("a/b/c", ONE);
    store.delete("a/b/c/d/e");
    assertThat(store.read("a/b/c")).hasValue(ONE);
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(root().resolve("a/linked"), elsewhere);
    store.put("a/linked/x", ONE);
    assertThat(store.list("a/", "", 9)).containsExactly("a/b/c", "a/linked/x");
    store.delete("a/linked/x");
    assertThat(root().resolve("a/linked")).isSymbolicLink();
  }

  @Test
  void foreignFilesAreLeftAloneAndNotListed() throws IOException {
    ObjectStore store = newStore();
    store.put("a/b", ONE);
    for (String name : List.of(".DS_Store", ".nfs0001", "with space", "\u00e4", "lost+found")) {
      Files.write(root().resolve("a").resolve(name), ONE);
      Files.createDirectory(root().resolve(name));
      Files.write(root().resolve(name).resolve("x"), ONE);
    }
    Files.createSymbolicLink(root().resolve("a/dangling"), root().resolve("nowhere"));
    Files.write(root().resolve("tmp/left"), ONE);
    for (String prefix : List.of("", "a")) {
      assertThat(store.list(prefix, "", 99)).containsExactly("a/b");
    }
    assertThat(store.list("t", "", 99)).isEmpty();
    assertThat(store.list("tmp", "", 99)).isEmpty();
    assertThat(store.list("tmp/", "", 99)).isEmpty();
    assertThat(store.list("tmp/l", "", 99)).isEmpty();
  }

  @Test
  void linksThatLeadBackHideNothing() throws IOException {
    ObjectStore store = newStore();
    store.put("log/x", ONE);
    Files.createSymbolicLink(root().resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(root().resolve("log/back"), Path.of("..", "log", "back"));
    Files.createSymbolicLink(root().resolve("nowhere"), Path.of("missing"));
    assertThat(store.list("", "", 10)).containsExactly("log/x");
    Files.createSymbolicLink(root().resolve("self"), Path.of("."));
    List<String> keys = store.list("", "", 1_000);
    assertThat(keys).startsWith("log/x", "self/log/x").allMatch(key -> key.endsWith("log/x"));
  }

  /** Whatever is listed can be read. */
  @Test
  void namesThatAreTooLongTogetherAreNotListed() throws IOException {
    ObjectStore store = newStore();
    store.put("a", ONE);
    Path deep = root();
    for (int i = 0; i < 5; i++) {
      deep = deep.resolve("d".repeat(200));
    }
    Files.createDirectories(deep);
    Files.write(deep.resolve("x"), ONE);
    Files.write(deep.getParent().resolve("y"), ONE);
    List<String> keys = store.list("", "", 10);
    assertThat(keys).hasSize(2).allMatch(key -> store.read(key).isPresent());
  }

  @Test
  void theFirstWriteSweepsTemporaryFilesOfMoreThanADay() throws IOException {
    newStore().put("a", ONE);
    stale("old", Duration.ofHours(25));
    stale("recent", Duration.ofHours(23));
    ObjectStore store = newStore();
    store.read("a");
    assertThat(children("tmp")).containsExactly("old", "recent");
    store.put("a", ONE);
    assertThat(children("tmp")).containsExactly("recent");
    stale("later", Duration.ofDays(9));
    store.put("a", ONE);
    store.createIfAbsent("b", ONE);
    assertThat(children("tmp")).containsExactly("later", "recent");
  }

  private void stale(String name, Duration age) throws IOException {
    Path file = Files.write(root().resolve("tmp").resolve(name), ONE);
    FileTime now = Files.getLastModifiedTime(file);
    Files.setLastModifiedTime(file, FileTime.from(now.toInstant().minus(age)));
  }

  @Test
  void anInterruptedThreadFinishesItsCallAndStaysInterrupted() throws IOException {
    ObjectStore store = newStore();
    Thread.currentThread().interrupt();
    store.put("i/put", ONE);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(store.createIfAbsent("i/created", ONE)).isEqualTo(Created.CREATED);
    assertThat(store.read("i/put")).hasValue(ONE);
    assertThat(store.read("i/created", 0, 1)).hasValue(ONE);
    assertThat(store.list("", "", 9)).containsExactly("i/created", "i/put");
    store.delete("i/put");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.list("", "", 9)).containsExactly("i/created");
    assertThat(children("tmp")).isEmpty();
  }

  @Test
  void aThreadInterruptedAgainAndAgainWritesWholeObjects() throws Exception {
    ObjectStore store = newStore();
    byte[] content = new byte[3 << 20];
    java.util.Arrays.fill(content, (byte) 7);
    List<Throwable> failures = new ArrayList<>();
    AtomicInteger written = new AtomicInteger();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 10; i++) {
                store.put("i/put" + i, content);
                written.incrementAndGet();
                store.createIfAbsent("i/created" + i, content);
                written.incrementAndGet();
              }
            });
    writer.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    writer.start();
    int before = 0;
    int pause = 1;
    while (writer.isAlive()) {
      writer.interrupt();
      writer.join(pause);
      // However slow the disk is, a write once has the time that it takes.
      pause = written.get() == before ? pause * 2 : 1;
      before = written.get();
    }
    assertThat(failures).isEmpty();
    assertThat(store.list("i/", "", 99)).hasSize(20);
    for (String key : store.list("i/", "", 99)) {
      assertThat(store.read(key)).as(key).hasValue(content);
    }
    assertThat(children("tmp")).isEmpty();
  }

  @Test
  void aListingReadsOnlyTheDirectoriesItNeeds() throws IOException {
    ObjectStore store = newStore();
    for (int a = 0; a < 6; a++) {
      for (int b = 0; b < 6; b++) {
        Path parent = Files.createDirectories(root().resolve("log/" + a + "/" + b));
        for (int c = 0; c < 6; c++) {
          Files.write(parent.resolve(Integer.toString(c)), ONE);
        }
      }
    }
    assertThat(store.list("log/", "", 1000)).hasSize(216);
    Recording seen = new Recording();
    ObjectStore recorded = new LocalObjectStore(root(), seen);
    assertThat(recorded.list("log/", "", 1)).containsExactly("log/0/0/0");
    assertThat(seen.calls()).containsExactly("names log/", "names log/0", "names log/0/0");
    assertThat(recorded.list("log/", "log/3/2/5", 2)).containsExactly("log/3/3/0", "log/3/3/1");
    assertThat(seen.calls())
        .containsExactly(
            "names log/", "names log/3", "names log/3/2", "names log/3/2/5", "names log/3/3");
    assertThat(recorded.list("log/4/5/", "", 9)).hasSize(6);
    assertThat(seen.calls()).containsExactly("names log/4/5");
  }

  private final class Recording extends FileOperations {
    private final List<String> calls = new ArrayList<>();

    @Override
    List<String> names(Path path, java.util.function.Predicate<String> wanted) throws IOException {
      String name = root().relativize(path).toString();
      calls.add("names " + (name.equals("log") ? "log/" : name));
      return super.names(path, wanted);
    }

    List<String> calls() {
      List<String> result = List.copyOf(calls);
      calls.clear();
      return result;
    }
  }

  private List<String> children(String key) throws IOException {
    try (Stream<Path> children = Files.list(root().resolve(key))) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }
}
