/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static io.tusk.error.Failures.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.chunks.ChunkParameters;
import io.tusk.error.ErrorCode;
import io.tusk.name.FilePath;
import io.tusk.objects.EveryStore;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lies that are told in nodes whose hashes are right. */
@EveryStore
class FileSetCheckTest {
  private final FilesFixture fixture =
      new FilesFixture(FilesFixture.TINY, new ChunkParameters(64, 128, 512));

  private void check(FileSet files) {
    new FileSetCheck(fixture.trees).check(files);
  }

  private void assertLies(String fact, FileSet files) {
    assertFails(ErrorCode.CORRUPT, fact, () -> check(files));
  }

  private FileSet of(Entry... entries) {
    return of(PathEntryCodec.COUNTS, entries);
  }

  private FileSet of(Summarizer counts, Entry... entries) {
    Tree root =
        fixture.trees.edit(
            Tree.EMPTY, Stream.of(entries).map(Edit::put).iterator(), counts, fixture.out);
    long[] sums = fixture.trees.summary(root, PathEntryCodec.COUNTS);
    return new FileSet(root, sums[0], sums[1]);
  }

  private static Entry entry(String key, Ref content, long... values) {
    Varints.Output value = new Varints.Output();
    for (long each : values) {
      value.varint(each);
    }
    return Entry.of(key.getBytes(UTF_8), value.toByteArray(), List.of(content));
  }

  private static Ref content(FileEntry file) {
    return file.content().orElseThrow();
  }

  private Ref directory() {
    Map<FilePath, String> files = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      files.put(new FilePath("/file" + i), "x");
    }
    return fixture.of(files).root().root().orElseThrow();
  }

  @Test
  void soundFileSetsPass() {
    Random random = new Random(1);
    Map<FilePath, String> files = new TreeMap<>();
    for (int i = 0; i < 400; i++) {
      String content = Long.toString(random.nextLong()).repeat(random.nextInt(80));
      files.put(
          new FilePath("/d" + random.nextInt(5) + "/e" + random.nextInt(9) + "/" + i), content);
    }
    check(fixture.of(files));
    check(FileSet.EMPTY);
  }

  @Test
  void theRootDirectoryHoldsWhatItsCommitSays() {
    FileSet files = fixture.of(Map.of(new FilePath("/x"), "12"));
    assertLies(
        "the root directory says 2 files and 2 bytes and has 1 files and 2 bytes",
        new FileSet(files.root(), 2, 2));
    assertLies(
        "the root directory says 0 files and 1 bytes and has none", new FileSet(Tree.EMPTY, 0, 1));
  }

  @Test
  void aDirectoryHoldsWhatItsParentSays() {
    check(of(entry("d/", directory(), 40, 40)));
    assertLies(
        "directory \"d/\" says 40 files and 41 bytes and has 40 files and 40 bytes",
        of(entry("d/", directory(), 40, 41)));
  }

  @Test
  void aFileIsAsLongAsItSays() {
    FileEntry small = fixture.file("12");
    assertLies(
        "the entry of \"x\" has another size than it says", of(entry("x", content(small), 3)));
    byte[] bytes = new byte[9_000];
    new Random(2).nextBytes(bytes);
    FileEntry large = fixture.file(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
    check(of(entry("x", content(large), large.size())));
    assertLies(
        "the entry of \"x\" ends elsewhere", of(entry("x", content(large), large.size() + 1)));
  }

  @Test
  void namesAreNamesAndStandOnce() {
    Ref content = content(fixture.file("1"));
    assertLies("the entry of \"a/b\" has a slash in its name", of(entry("a/b", content, 1)));
    assertLies(
        "the entry of \"..\" has no valid name: path \"/..\" has the relative element \"..\"; rename"
            + " the file",
        of(entry("..", content, 1)));
    assertLies(
        "the entry of \"x/\" stands beside a file of that name",
        of(entry("x", content, 1), entry("x-y", content, 1), entry("x/", directory(), 40, 40)));
  }

  @Test
  void innerNodesCountWhatIsBelow() {
    Summarizer tooMany =
        new Summarizer() {
          @Override
          public int width() {
            return 2;
          }

          @Override
          public void add(Entry entry, long[] sums) {
            sums[0] += 2;
          }
        };
    Entry[] entries =
        Stream.iterate(0, i -> i + 1)
            .limit(60)
            .map(i -> entry(String.format("f%02d", i), content(fixture.file("" + i % 10)), 1))
            .toArray(Entry[]::new);
    check(of(entries));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> check(of(tooMany, entries)))
        .hasMessageMatching("node .* is not what its parent .* says: it counts .*");
  }
}
