/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.PathEntry;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DatumCodecsTest {
  private static final int ROUNDS = 500;

  private final long seed = new Random().nextLong();
  private final RandomDatums datums = new RandomDatums(new Random(seed));

  @Test
  void recordsComeBackAsTheyWere() {
    for (int i = 0; i < ROUNDS; i++) {
      DatumRecord record = datums.record();
      DatumKey key = DatumKey.of(datums.paths());
      Entry entry = record.encode(key.bytes());
      DatumRecord back = DatumRecord.decode(entry);
      assertThat(back.encode(key.bytes()).sameContent(entry)).as("seed %d", seed).isTrue();
      assertThat(back.outputs().hash()).as("seed %d", seed).isEqualTo(record.outputs().hash());
      assertThat(back)
          .as("seed %d", seed)
          .usingRecursiveComparison()
          .ignoringFields("outputs")
          .isEqualTo(record);
    }
  }

  @Test
  void itemsOfPlansComeBackAsTheyWere() {
    for (int i = 0; i < ROUNDS; i++) {
      List<InputPath> paths = datums.paths();
      DatumKey key = DatumKey.of(paths);
      DatumRecord record = datums.record();
      PlanItem item =
          switch (i % 3) {
            case 0 -> new PlanItem.Run(key, record.id(), record.hash(), paths);
            case 1 -> new PlanItem.Reuse(key, record);
            default -> new PlanItem.Remove(key);
          };
      PlanItem back = PlanItem.decode(item.encode());
      assertThat(back.encode().sameContent(item.encode())).as("seed %d", seed).isTrue();
      assertThat(back.key()).as("seed %d", seed).isEqualTo(key);
      if (back instanceof PlanItem.Run run) {
        PathEntry before = paths.get(0).entry();
        PathEntry after = run.paths().get(0).entry();
        assertThat(after.hash()).as("seed %d", seed).isEqualTo(before.hash());
        assertThat(after.bytes()).as("seed %d", seed).isEqualTo(before.bytes());
        assertThat(run.paths().get(0).path()).isEqualTo(paths.get(0).path());
        assertThat(run.paths().get(0).branch()).isEqualTo(paths.get(0).branch());
      }
    }
  }

  @Test
  void keysNameTheirPathsAndSortAsTheyDo() {
    for (int i = 0; i < ROUNDS; i++) {
      InputPath path = datums.paths().get(0);
      DatumKey.Kind kind =
          path.entry() instanceof DirectoryEntry ? DatumKey.Kind.DIRECTORY : DatumKey.Kind.FILE;
      assertThat(DatumKey.of(List.of(path)).parts())
          .as("seed %d", seed)
          .containsExactly(new DatumKey.Part(path.input(), path.branch(), path.path(), kind));
    }
  }

  /** So plans, datum trees and listings are in the order of the input's paths. */
  @Test
  void keysOfOneInputSortAsItsPathsDo() {
    BranchName branch = new BranchName(new RepoName(ProjectName.DEFAULT, "in"), "master");
    List<InputPath> paths = new ArrayList<>();
    Random random = new Random(seed);
    List<String> elements = List.of("a", "a-", "a.txt", "a0", "\u00e9", "\uff5e", "\ud83d\ude00");
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder path = new StringBuilder();
      for (int depth = random.nextInt(3); depth >= 0; depth--) {
        path.append('/').append(elements.get(random.nextInt(elements.size())));
      }
      boolean directory = random.nextBoolean();
      paths.add(
          new InputPath(
              "in",
              branch,
              new FilePath(path.toString()),
              directory ? datums.directory(1) : FileEntry.EMPTY));
    }
    paths.add(new InputPath("in", branch, FilePath.ROOT, datums.directory(1)));
    List<String> expected =
        paths.stream().map(DatumCodecsTest::listed).distinct().sorted(BYTES).toList();
    List<String> sorted =
        paths.stream()
            .map(path -> DatumKey.of(List.of(path)))
            .distinct()
            .sorted()
            .map(key -> key.parts().get(0))
            .map(
                part ->
                    part.path()
                        + (part.kind() == DatumKey.Kind.DIRECTORY && !part.path().isRoot()
                            ? "/"
                            : ""))
            .toList();
    assertThat(sorted).as("seed %d", seed).isEqualTo(expected);
  }

  private static final Comparator<String> BYTES =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  private static String listed(InputPath path) {
    boolean slash = path.entry() instanceof DirectoryEntry && !path.path().isRoot();
    return path.path() + (slash ? "/" : "");
  }

  /** What one name ends with is never taken for the beginning of the next. */
  @Test
  void differentNamesMakeDifferentKeys() {
    List<DatumKey> keys = new ArrayList<>();
    for (String input : List.of("a", "ab")) {
      for (String project : List.of("b", "bc")) {
        for (String repo : List.of("c", "bc")) {
          for (String branch : List.of("d", "cd")) {
            BranchName name = new BranchName(new RepoName(new ProjectName(project), repo), branch);
            InputPath file = new InputPath(input, name, new FilePath("/d"), FileEntry.EMPTY);
            InputPath directory =
                new InputPath(input, name, new FilePath("/d"), datums.directory(1));
            keys.add(DatumKey.of(List.of(file)));
            keys.add(DatumKey.of(List.of(directory)));
            keys.add(DatumKey.of(List.of(file, directory)));
            keys.add(DatumKey.of(List.of(directory, file)));
          }
        }
      }
    }
    assertThat(keys).doesNotHaveDuplicates().hasSize(4 * 16);
    for (DatumKey key : keys) {
      assertThat(DatumKey.ofBytes(key.bytes()).parts()).isEqualTo(key.parts());
    }
    DatumKey two = keys.get(2);
    assertThat(two.parts())
        .extracting(DatumKey.Part::kind)
        .containsExactly(DatumKey.Kind.FILE, DatumKey.Kind.DIRECTORY);
    assertThat(two).hasToString("b/c@d:/d, b/c@d:/d");
    assertThat(two).isGreaterThan(keys.get(0));
  }

  @Test
  void aKeyThatIsTooLongIsRefused() {
    BranchName branch = new BranchName(new RepoName(ProjectName.DEFAULT, "in"), "master");
    FilePath file = new FilePath(("/" + "e".repeat(999)).repeat(4));
    // value, four texts with their ends, the path and its end
    int others = 1 + "default".length() + 1 + "in".length() + 1 + "master".length() + 1 + 1 + 4_001;
    String longest = "n".repeat(4_400 - others);
    DatumKey key = DatumKey.of(List.of(new InputPath(longest, branch, file, FileEntry.EMPTY)));
    assertThat(key.bytes()).hasSize(4_400);
    assertThat(key.parts())
        .containsExactly(new DatumKey.Part(longest, branch, file, DatumKey.Kind.FILE));
    InputPath tooLong = new InputPath(longest + "n", branch, file, FileEntry.EMPTY);
    assertThatThrownBy(() -> DatumKey.of(List.of(tooLong)))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID))
        .hasMessage(
            "the names and paths of the inputs of datum in@master:"
                + file
                + " take 4401 bytes, and at most 4400 are possible; shorten the names of the"
                + " inputs or the paths");
  }

  /** The longest path that there is, in names as long as they may be. */
  @Test
  void theLongestPathFits() {
    String element = "/" + "e".repeat(1_023);
    BranchName branch =
        new BranchName(
            new RepoName(new ProjectName("p".repeat(51)), "r".repeat(63)), "b".repeat(63));
    for (int files = 0; files < 60; files++) {
      InputPath path =
          new InputPath(
              "n".repeat(63), branch, new FilePath(element.repeat(4)), datums.directory(files));
      DatumKey key = DatumKey.of(List.of(path));
      DatumRecord record = datums.record(files).fitting(key, datums.trees, datums.out);

      Tree results = datums.tree(record.encode(ResultKey.of(key, record.hash())));

      assertThat(datums.trees.ascending(results, new byte[0]))
          .toIterable()
          .singleElement()
          .satisfies(
              found ->
                  assertThat(DatumRecord.decode(found).outputs().hash())
                      .isEqualTo(record.outputs().hash()));
    }
  }

  @Test
  void whatIsNoRecordIsRefused() {
    Entry entry = datums.record().encode(new byte[] {1});
    byte[] state = entry.value().clone();
    state[0] = 0x0E;
    assertThatThrownBy(() -> DatumRecord.decode(Entry.of(entry.key(), state, entry.refs())))
        .isInstanceOf(TuskException.class)
        .hasMessageContaining("a datum in state 14");
    Entry item = Entry.of(DatumKey.of(datums.paths()).bytes(), new byte[] {9}, List.of());
    assertThatThrownBy(() -> PlanItem.decode(item))
        .isInstanceOf(TuskException.class)
        .hasMessageContaining("a plan's item with action 9");
  }
}
