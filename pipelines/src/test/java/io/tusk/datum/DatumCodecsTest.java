/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.PathEntry;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.pieces.Hash;
import io.tusk.tree.Edit;
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
      DatumKey key = Identities.key(datums.paths());
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
      DatumKey key = Identities.key(paths);
      DatumRecord record = datums.record();
      PlanItem item =
          switch (i % 3) {
            case 0 -> new PlanItem.Run(key, record.id(), record.hash(), DatumPaths.of(paths));
            case 1 -> new PlanItem.Reuse(key, record);
            default -> new PlanItem.Remove(key);
          };
      PlanItem back = PlanItem.decode(item.encode(), PlanItem.UNREAD);
      assertThat(back.encode().sameContent(item.encode())).as("seed %d", seed).isTrue();
      assertThat(back.key()).as("seed %d", seed).isEqualTo(key);
      if (back instanceof PlanItem.Run run) {
        PathEntry before = paths.get(0).entry();
        InputPath read = run.paths().iterator().next();
        PathEntry after = read.entry();
        assertThat(after.hash()).as("seed %d", seed).isEqualTo(before.hash());
        assertThat(after.bytes()).as("seed %d", seed).isEqualTo(before.bytes());
        assertThat(read.part()).isEqualTo(paths.get(0).part());
        assertThat(read.leaf()).isEqualTo(paths.get(0).leaf());
      }
    }
  }

  @Test
  void keysNameTheirPathsAndSortAsTheyDo() {
    for (int i = 0; i < ROUNDS; i++) {
      InputPath path = datums.paths().get(0);
      DatumKey.Kind kind =
          path.entry() instanceof DirectoryEntry ? DatumKey.Kind.DIRECTORY : DatumKey.Kind.FILE;
      assertThat(Identities.key(List.of(path)).parts())
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
              0,
              "in",
              branch,
              new FilePath(path.toString()),
              directory ? datums.directory(1) : FileEntry.EMPTY));
    }
    paths.add(new InputPath(0, "in", branch, FilePath.ROOT, datums.directory(1)));
    List<String> expected =
        paths.stream().map(DatumCodecsTest::listed).distinct().sorted(BYTES).toList();
    List<String> sorted =
        paths.stream()
            .map(path -> Identities.key(List.of(path)))
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
            InputPath file = new InputPath(0, input, name, new FilePath("/d"), FileEntry.EMPTY);
            InputPath directory =
                new InputPath(0, input, name, new FilePath("/d"), datums.directory(1));
            keys.add(Identities.key(List.of(file)));
            keys.add(Identities.key(List.of(directory)));
            keys.add(Identities.key(List.of(file, directory)));
            keys.add(Identities.key(List.of(directory, file)));
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
  void aKeyThatWouldBeLongIsMadeOfTheId() {
    BranchName branch = new BranchName(new RepoName(ProjectName.DEFAULT, "in"), "master");
    // A zero byte, four texts with their ends, the slash before the path and its end.
    int others = 1 + "in".length() + 1 + "default".length() + 1 + "in".length() + 1;
    String name = "e".repeat(1_000 - others - "master".length() - 1 - 2);
    List<InputPath> longest =
        List.of(new InputPath(0, "in", branch, new FilePath("/" + name), FileEntry.EMPTY));
    DatumKey key = Identities.key(longest);
    assertThat(key.bytes()).hasSize(1_000);
    assertThat(key.isLong()).isFalse();
    assertThat(key.parts()).containsExactly(longest.get(0).part());
    List<InputPath> longer =
        List.of(new InputPath(0, "in", branch, new FilePath("/" + name + "e"), FileEntry.EMPTY));
    DatumKey ofId = Identities.key(longer);
    assertThat(ofId.isLong()).isTrue();
    assertThat(ofId.id()).hasValue(Identities.id(longer));
    assertThat(ofId.bytes()).hasSize(33);
    assertThat(ofId.parts()).isEmpty();
    assertThat(ofId).hasToString(Identities.id(longer).toString());
  }

  /** As many directories as a key can name, each as large as one can be held inline. */
  @Test
  void datumsOfManyDirectoriesFit() {
    BranchName branch = new BranchName(new RepoName(ProjectName.DEFAULT, "r"), "m");
    for (int count = 1; count < 60; count++) {
      List<InputPath> paths = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        paths.add(new InputPath(i, "i", branch, new FilePath("/" + i), datums.directory(i)));
      }
      DatumKey key = Identities.key(paths);
      if (key.isLong()) {
        return;
      }
      DatumPaths fitting = DatumPaths.fitting(paths, datums.trees, datums.out);
      PlanItem item = new PlanItem.Run(key, Identities.id(paths), Hash.OF_EMPTY, fitting);

      Tree items =
          datums.trees.edit(
              Tree.EMPTY, List.of(Edit.put(item.encode())).iterator(), PlanItem.COUNTS, datums.out);

      Entry found = datums.trees.find(items, key.bytes()).orElseThrow();
      PlanItem.Run run = (PlanItem.Run) PlanItem.decode(found, PlanItem.UNREAD);
      assertThat(run.paths().stream().map(path -> path.entry().hash()))
          .containsExactlyElementsOf(paths.stream().map(path -> path.entry().hash()).toList());
      assertThat(run.paths().bytes())
          .isEqualTo(paths.stream().mapToLong(path -> path.entry().bytes()).sum());
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
    Entry item = Entry.of(Identities.key(datums.paths()).bytes(), new byte[] {9}, List.of());
    assertThatThrownBy(() -> PlanItem.decode(item, PlanItem.UNREAD))
        .isInstanceOf(TuskException.class)
        .hasMessageContaining("a plan's item with action 9");
  }
}
