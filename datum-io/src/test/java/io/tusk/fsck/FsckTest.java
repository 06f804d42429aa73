/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.fsck;

import static io.tusk.error.Failures.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.host.Host;
import io.tusk.log.CheckedJson;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.EveryStore;
import io.tusk.objects.FaultyObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.FileWrite;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.StoreFixture;
import io.tusk.repo.TuskStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryStore
class FsckTest {
  private static final String ZERO = "log/999/999/999/999/999/999";
  private static final BranchName MASTER = StoreFixture.branch("a@master");

  private final ObjectStore objects = TestStores.create();
  private final Host host =
      new Host(
          Clock.fixed(Instant.parse("2031-01-01T00:00:00Z"), ZoneOffset.UTC),
          new Random(1),
          duration -> {});
  private List<String> healthy;

  /** Records, packs and a write to an open commit. */
  @BeforeEach
  void fill() throws IOException {
    TuskStore store = TuskStore.create(objects, host);
    store.transact(
        new Operation("create repo", "a"),
        tx -> {
          RepoChanges.create(tx, StoreFixture.repo("a"), "the first");
          RepoChanges.create(tx, StoreFixture.repo("b"), "");
          return true;
        });
    put(store, "/one", "1");
    store.transact(
        new Operation("follow", ""),
        tx -> {
          BranchChanges.follow(tx, StoreFixture.branch("b@master"), List.of(MASTER));
          return true;
        });
    put(store, "/dir/two", "2".repeat(300));
    store.transact(
        new Operation("start commit", ""), tx -> CommitChanges.start(tx, MASTER, "").id());
    put(store, "/dir/three", "3");
    healthy = objects.list("", "", 1000);
    assertThat(problems()).isEmpty();
  }

  private static void put(TuskStore store, String path, String content) throws IOException {
    try (FileWrite write = new FileWrite(store)) {
      write.put(new FilePath(path), new ByteArrayInputStream(content.getBytes(UTF_8)));
      write.commit(MASTER, new Operation("put file", path), "");
    }
  }

  private List<Problem> problems() {
    return StoreFixture.problems(objects);
  }

  private byte[] bytes(String key) {
    return objects.read(key).orElseThrow();
  }

  private String first(String prefix) {
    return objects.list(prefix, "", 1).get(0);
  }

  @Test
  void theStoreHoldsEachKindOfObject() {
    assertThat(healthy.stream().map(key -> key.substring(0, key.indexOf('/'))).distinct())
        .containsExactly("log", "open", "packs");
  }

  @Test
  void aFlippedByteOfAnyObjectIsNamed() {
    Random random = new Random(5);
    for (String key : healthy) {
      byte[] bytes = bytes(key);
      for (int i = random.nextInt(3);
          i < bytes.length;
          i += 1 + random.nextInt(4 * TestStores.step())) {
        byte[] flipped = bytes.clone();
        flipped[i] ^= (byte) (1 + random.nextInt(255));
        objects.put(key, flipped);
        assertThat(problems())
            .as("byte %d of %s", i, key)
            .isNotEmpty()
            .allSatisfy(problem -> assertThat(problem.subject()).isEqualTo(key));
      }
      objects.put(key, bytes);
    }
    assertThat(problems()).isEmpty();
  }

  @Test
  void everyMissingByteAtTheEndIsNamed() {
    for (String key : healthy) {
      byte[] bytes = bytes(key);
      for (int length : new int[] {0, 1, bytes.length / 2, bytes.length - 1}) {
        objects.put(key, java.util.Arrays.copyOf(bytes, length));
        assertThat(problems())
            .as("%d bytes of %s", length, key)
            .isNotEmpty()
            .allSatisfy(problem -> assertThat(problem.subject()).isEqualTo(key));
      }
      objects.put(key, bytes);
    }
  }

  @Test
  void everyMissingPackAndRecordIsNamed() {
    String newest = first("log/");
    for (String key : healthy) {
      if (key.equals(newest) || key.startsWith("open/")) {
        continue;
      }
      byte[] bytes = bytes(key);
      objects.delete(key);
      assertThat(problems()).containsExactly(new Problem(key, "the object is missing"));
      objects.put(key, bytes);
    }
  }

  @Test
  void anyTwoObjectsThatChangedPlacesAreBothNamed() {
    for (String one : healthy) {
      for (String other : healthy.subList(healthy.indexOf(one) + 1, healthy.size())) {
        byte[] bytes = bytes(one);
        objects.put(one, bytes(other));
        objects.put(other, bytes);
        assertThat(problems()).extracting(Problem::subject).contains(one, other);
        objects.put(other, bytes(one));
        objects.put(one, bytes);
      }
    }
    assertThat(problems()).isEmpty();
  }

  @Test
  void aPinThatIsAlteredIsNamed() {
    String pin = "pins/" + "0f".repeat(16);
    objects.put(pin, "{}".getBytes(UTF_8));
    objects.put("pins/readme", new byte[1]);
    assertThat(problems())
        .extracting(Problem::toString)
        .containsExactly(
            pin + ": it does not agree with its checksum",
            "pins/readme: no such object belongs to a store; it was left alone");
  }

  @Test
  void aHoleInTheLogDoesNotHideWhatIsBefore() {
    objects.delete("log/999/999/999/999/999/997");
    byte[] one = bytes("log/999/999/999/999/999/998");
    one[50] ^= 1;
    objects.put("log/999/999/999/999/999/998", one);
    assertThat(problems())
        .containsExactly(
            new Problem("log/999/999/999/999/999/997", "the object is missing"),
            new Problem(
                "log/999/999/999/999/999/998",
                "object log/999/999/999/999/999/998 of store "
                    + objects.location()
                    + " does not agree with its"
                    + " checksum"));
  }

  @Test
  void aHoleIsOneProblemHoweverWide() {
    objects.put("log/000/000/000/000/000/000", bytes(ZERO));
    assertThat(problems())
        .containsExactly(
            new Problem(
                "log/000/000/000/000/000/000",
                "object log/000/000/000/000/000/000 of store "
                    + objects.location()
                    + " holds record 0"),
            new Problem(
                "log/000/000/000/000/000/001",
                "the object is missing, and the 999999999999999992 records before it, down to"
                    + " log/999/999/999/999/999/993, as well"));
    objects.delete("log/000/000/000/000/000/000");
    objects.delete("log/999/999/999/999/999/998");
    objects.delete(ZERO);
    assertThat(problems())
        .containsExactly(
            new Problem(
                "log/999/999/999/999/999/998",
                "the object is missing, and the record before it, " + ZERO + ", as well"));
  }

  @Test
  void anOldestThatLiesAheadHidesNothing() {
    String newest = first("log/");
    ObjectNode json = CheckedJson.read(bytes(newest)).orElseThrow();
    objects.put(newest, CheckedJson.write(json.put("oldest", 77).without("check")));
    objects.delete("log/999/999/999/999/999/997");
    long number = json.path("number").asLong();
    assertThat(problems())
        .containsExactly(
            new Problem(
                newest, "it is record " + number + " and says that the oldest to keep is 77"),
            new Problem("log/999/999/999/999/999/997", "the object is missing"));
  }

  @Test
  void aFormatBeyondTheRangeOfIntegersIsNewer() {
    String newest = first("log/");
    ObjectNode json = CheckedJson.read(bytes(newest)).orElseThrow();
    objects.put(newest, CheckedJson.write(json.put("format", (1L << 32) + 1).without("check")));
    assertFails(
        ErrorCode.FORMAT,
        "store "
            + objects.location()
            + " has format 4294967297; this program knows formats up to 1: use a newer"
            + " version of tusk",
        this::problems);
  }

  @Test
  void aReplacedRecordIsNoticed() {
    ObjectStore other = TestStores.create();
    TuskStore.create(other, host);
    objects.put(ZERO, other.read(ZERO).orElseThrow());
    assertThat(problems())
        .containsExactly(new Problem(ZERO, "it is not the record that its successor was made on"));
  }

  @Test
  void foreignObjectsAreReportedAndHideNothing() {
    objects.put("readme", new byte[1]);
    objects.put("log/zzz", new byte[1]);
    objects.put("packs/00/readme", new byte[1]);
    objects.put("open/readme", new byte[1]);
    assertThat(problems())
        .extracting(Problem::toString)
        .containsExactly(
            "log/zzz: no such object belongs to a store; it was left alone",
            "open/readme: no such object belongs to a store; it was left alone",
            "packs/00/readme: no such object belongs to a store; it was left alone",
            "readme: no such object belongs to a store; it was left alone");
  }

  @Test
  void aForeignObjectBeforeTheNewestRecordIsReported() {
    objects.put("log/000/readme", new byte[1]);
    assertThat(problems()).extracting(Problem::subject).contains("log/000/readme");
  }

  @Test
  void anAlteredPackIsNeverServed() throws IOException {
    for (String key : objects.list("packs/", "", 1000)) {
      byte[] bytes = bytes(key);
      for (int i = 0; i < bytes.length; i += TestStores.step()) {
        byte[] flipped = bytes.clone();
        flipped[i] ^= 0x40;
        objects.put(key, flipped);
        assertRightOrRefused(key, i);
      }
      objects.put(key, bytes);
    }
  }

  private void assertRightOrRefused(String key, int position) throws IOException {
    try {
      TuskStore store = TuskStore.open(objects, host);
      FileEntry file =
          (FileEntry)
              store
                  .files()
                  .find(
                      store
                          .snapshot()
                          .resolver()
                          .readable(
                              io.tusk.repo.CommitRef.parse(
                                  io.tusk.name.ProjectName.DEFAULT, "a@master"))
                          .files(),
                      new FilePath("/dir/two"))
                  .orElseThrow();
      try (InputStream in = store.files().open(file)) {
        assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("2".repeat(300));
      }
    } catch (TuskException e) {
      assertThat(e.code()).as("byte %d of %s: %s", position, key, e).isEqualTo(ErrorCode.CORRUPT);
      assertThat(e.getMessage()).contains(key);
    }
  }

  @Test
  void noStore() {
    ObjectStore empty = TestStores.create();
    assertFails(
        ErrorCode.NOT_FOUND,
        "there is no store at " + empty.location() + " to check",
        () -> new Fsck(empty, host, problem -> {}).run());
  }

  @Test
  void aStoreThatCannotBeReadIsNoProblemOfTheStore() {
    FaultyObjectStore deaf =
        new FaultyObjectStore(objects, 1).failing(FaultyObjectStore.Call.READ, 1);
    Throwable thrown = catchThrowable(() -> new Fsck(deaf, host, problem -> {}).run());
    assertThat(thrown).isInstanceOf(TuskException.class);
    assertThat(((TuskException) thrown).code()).isEqualTo(ErrorCode.STORAGE);
  }

  @Test
  void chunksAreReadOnceInWholePacks() throws IOException {
    TuskStore store = TuskStore.open(objects, host);
    try (FileWrite write = new FileWrite(store)) {
      for (int i = 0; i < 3_000; i++) {
        write.put(
            new FilePath("/many/" + i), new ByteArrayInputStream(("file " + i).getBytes(UTF_8)));
      }
      write.commit(StoreFixture.branch("b@other"), new Operation("put file", ""), "");
    }
    CountingObjectStore counting = new CountingObjectStore(objects);
    List<Problem> found = new ArrayList<>();
    assertThat(new Fsck(counting, host, found::add).run()).isZero();
    assertThat(counting.counts().reads()).isLessThan(400);
  }
}
