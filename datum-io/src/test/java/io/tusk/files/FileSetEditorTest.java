/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static io.tusk.files.FilesFixture.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.FilePath;
import io.tusk.objects.EveryStore;
import io.tusk.pieces.Hash;
import io.tusk.tree.TreeParameters;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@EveryStore
class FileSetEditorTest {
  private final FilesFixture fixture = new FilesFixture(TreeParameters.DEFAULT);

  @Test
  void emptyFileSet() {
    FileSet empty = edit(FileSet.EMPTY).finish();
    assertThat(empty).isEqualTo(FileSet.EMPTY);
    assertThat(empty.hash()).isEqualTo(Hash.OF_EMPTY);
    assertThat(fixture.sets.list(empty, FilePath.ROOT)).isExhausted();
    assertThat(fixture.sets.walk(empty, FilePath.ROOT)).isExhausted();
    assertThat(fixture.sets.differences(empty, FileSet.EMPTY)).isExhausted();
    assertThat(fixture.sets.find(empty, FilePath.ROOT)).contains(DirectoryEntry.EMPTY);
  }

  @Test
  void fileWhereADirectoryIsCollides() {
    FileSet base = of("/a/b/c");
    String message =
        "file \"/a/b\" cannot be written: a directory has that path; delete the directory first or"
            + " choose another path";
    FileEntry file = fixture.file("new");
    assertConflict(() -> edit(base).put(path("/a/b"), file), message);
    assertConflict(
        () -> edit(FileSet.EMPTY).put(path("/a/b/c"), file).put(path("/a/b"), file), message);
    assertConflict(() -> edit(base).delete(path("/a/b/x")).put(path("/a/b"), file), message);
    FileSetEditor editor = edit(base);
    assertConflict(() -> editor.put(path("/a/b"), file), message);
    assertSame(editor.finish(), base);
  }

  @Test
  void pathBelowAFileCollides() {
    FileSet base = of("/a/a");
    String message =
        "\"/a/a/a/a\" cannot be written: \"/a/a\" is a file, not a directory; delete the file first"
            + " or choose another path";
    FileEntry file = fixture.file("new");
    PathEntry directory = of("/x").asDirectory();
    assertConflict(() -> edit(base).put(path("/a/a/a/a"), file), message);
    assertConflict(() -> edit(base).put(path("/a/a/a/a"), directory), message);
    FileSetEditor editor = edit(FileSet.EMPTY).put(path("/a/a"), fixture.file("/a/a"));
    assertConflict(() -> editor.put(path("/a/a/a/a"), file), message);
    assertSame(editor.finish(), base);
  }

  @Test
  void directoryWhereAFileIsCollides() {
    FileSet base = of("/a/b");
    String message =
        "directory \"/a/b\" cannot be written: a file has that path; delete the file first or"
            + " choose another path";
    PathEntry directory = of("/x").asDirectory();
    assertConflict(() -> edit(base).put(path("/a/b"), directory), message);
    assertConflict(
        () ->
            edit(FileSet.EMPTY)
                .put(path("/a/b"), fixture.file("file"))
                .put(path("/a/b"), directory),
        message);
    assertConflict(
        () -> edit(base).put(FilePath.ROOT, fixture.file("file")),
        "file \"/\" cannot be written: that is the root directory; name a file in it");
  }

  @Test
  void editsApplyInTheOrderOfTheCalls() {
    FileSet base = of("/d/one", "/d/e/two", "/f");
    assertSame(
        edit(base).delete(path("/d")).put(path("/d/x"), fixture.file("/d/x")).finish(),
        of("/d/x", "/f"));
    assertSame(
        edit(base).put(path("/d/x"), fixture.file("/d/x")).delete(path("/d")).finish(), of("/f"));
    assertSame(
        edit(base).delete(path("/d")).put(path("/d"), fixture.file("/d")).finish(), of("/d", "/f"));
    assertSame(
        edit(base).delete(path("/f")).put(path("/f/g"), fixture.file("/f/g")).finish(),
        of("/d/one", "/d/e/two", "/f/g"));
    assertSame(
        edit(base)
            .delete(path("/d/one"))
            .delete(path("/d/e/two"))
            .put(path("/d"), fixture.file("/d"))
            .finish(),
        of("/d", "/f"));
    assertSame(
        edit(base)
            .delete(path("/d"))
            .put(path("/d"), fixture.file("/d"))
            .delete(path("/d"))
            .put(path("/d/e"), fixture.file("/d/e"))
            .finish(),
        of("/d/e", "/f"));
  }

  @Test
  void emptyDirectoriesVanishUpToTheRoot() {
    FileSet base = of("/a/b/c/d", "/z");
    assertSame(edit(base).delete(path("/a/b/c/d")).finish(), of("/z"));
    assertThat(edit(base).delete(path("/a/b/c/d")).delete(path("/z")).finish())
        .isEqualTo(FileSet.EMPTY);
    assertThat(edit(base).delete(FilePath.ROOT).finish()).isEqualTo(FileSet.EMPTY);
    assertSame(edit(base).put(path("/a/b"), DirectoryEntry.EMPTY).finish(), of("/z"));
    assertSame(edit(base).put(path("/new/b"), DirectoryEntry.EMPTY).finish(), base);
  }

  @Test
  void deletingWhatIsNotThereChangesNothing() {
    FileSet base = of("/a/b", "/f");
    FileSet after =
        edit(base)
            .delete(path("/a/c"))
            .delete(path("/f/g"))
            .delete(path("/x/y/z"))
            .delete(path("/a/b/c/d"))
            .finish();
    assertSame(after, base);
  }

  @Test
  void copiesOfDirectoriesAndOfTheRoot() {
    FileSet small = of("/one", "/d/two");
    assertSame(
        edit(FileSet.EMPTY).put(path("/to/here"), small.asDirectory()).finish(),
        files(Map.of("/to/here/one", "/one", "/to/here/d/two", "/d/two")));
    assertSame(edit(of("/old")).put(FilePath.ROOT, small.asDirectory()).finish(), small);
    PathEntry inline = fixture.sets.find(small, path("/d")).orElseThrow();
    assertSame(
        edit(of("/old")).put(FilePath.ROOT, inline).finish(), files(Map.of("/two", "/d/two")));
    assertSame(
        edit(small).put(path("/d/three"), fixture.file("3")).put(path("/d"), inline).finish(),
        small);
  }

  @Test
  void smallDirectoriesAreInlineUpToTheLimit() {
    // One entry: node head 3, key head 3, name, tag 1, value 2, reference count 1, reference 33.
    int longest = TreeParameters.DEFAULT.inlineMax() - 3 - 3 - 1 - 2 - 1 - 33;
    FileEntry file = fixture.file("x");
    for (int length : new int[] {longest - 1, longest, longest + 1, longest + 2}) {
      FilePath path = path("/d/" + "n".repeat(length));
      FileSet set = edit(FileSet.EMPTY).put(path, file).finish();
      DirectoryEntry directory = (DirectoryEntry) fixture.sets.find(set, path("/d")).orElseThrow();
      assertThat(directory.tree().inlineRoot().isPresent())
          .as("name of %d bytes", length)
          .isEqualTo(length <= longest);
      assertThat(directory.files()).isEqualTo(1);
      assertThat(directory.bytes()).isEqualTo(1);
      FileSet apart = edit(FileSet.EMPTY).put(path("/" + "n".repeat(length)), file).finish();
      assertThat(directory.hash()).isEqualTo(apart.hash());
      FileSet grownAndShrunk =
          edit(edit(set).put(path("/d/more"), file).finish()).delete(path("/d/more")).finish();
      assertSame(grownAndShrunk, set);
    }
  }

  @Test
  void manyEditsAreFoldedOnTheWay() {
    FileSetEditor folding = fixture.edit(FileSet.EMPTY, 7);
    FileSetEditor whole = edit(FileSet.EMPTY);
    for (int i = 0; i < 500; i++) {
      FilePath path = path("/d" + i * 7 % 31 + "/f" + i);
      folding.put(path, fixture.file("" + i));
      whole.put(path, fixture.file("" + i));
    }
    assertSame(folding.finish(), whole.finish());
  }

  @Test
  void aFinishedEditorGoesOn() {
    FileSetEditor editor = edit(FileSet.EMPTY).put(path("/a"), fixture.file("/a"));
    assertSame(editor.finish(), of("/a"));
    assertSame(editor.put(path("/b"), fixture.file("/b")).finish(), of("/a", "/b"));
  }

  @Test
  void findsThroughPendingEdits() {
    FileSetEditor editor =
        edit(of("/a/b", "/a/c", "/d")).delete(path("/a/b")).put(path("/e/f"), fixture.file("f"));
    assertThat(editor.find(path("/a/b"))).isEmpty();
    assertThat(editor.find(path("/a/b/c"))).isEmpty();
    assertThat(fixture.content(editor.find(path("/a/c")).orElseThrow())).isEqualTo("/a/c");
    assertThat(fixture.content(editor.find(path("/e/f")).orElseThrow())).isEqualTo("f");
    assertThat(editor.find(path("/a")).orElseThrow().files()).isEqualTo(1);
    assertThat(editor.find(FilePath.ROOT).orElseThrow().files()).isEqualTo(3);
    editor.delete(path("/a/c"));
    assertThat(editor.find(path("/a"))).isEmpty();
  }

  @Test
  void listingNamesWhatIsWrong() {
    FileSet set = of("/a/b");
    assertThatThrownBy(() -> fixture.sets.list(set, path("/x")))
        .isInstanceOf(TuskException.class)
        .hasMessage("path \"/x\" does not exist; list the directory above it")
        .extracting(e -> ((TuskException) e).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThatThrownBy(() -> fixture.sets.walk(set, path("/a/x")))
        .isInstanceOf(TuskException.class)
        .hasMessage("path \"/a/x\" does not exist; list the directory above it");
    assertConflict(
        () -> fixture.sets.list(set, path("/a/b")),
        "\"/a/b\" is a file, not a directory; name the directory that it is in");
    assertThat(FilesFixture.all(fixture.sets.walk(set, path("/a/b"))))
        .extracting(PathInfo::path)
        .containsExactly(path("/a/b"));
  }

  private FileSetEditor edit(FileSet base) {
    return fixture.sets.edit(base, fixture.out);
  }

  /** Files that hold their own paths. */
  private FileSet of(String... paths) {
    FileSetEditor editor = edit(FileSet.EMPTY);
    for (String path : paths) {
      editor.put(path(path), fixture.file(path));
    }
    return editor.finish();
  }

  private FileSet files(Map<String, String> contents) {
    FileSetEditor editor = edit(FileSet.EMPTY);
    contents.forEach((path, content) -> editor.put(path(path), fixture.file(content)));
    return editor.finish();
  }

  private void assertSame(FileSet actual, FileSet expected) {
    assertThat(FilesFixture.all(fixture.sets.differences(expected, actual))).isEmpty();
    assertThat(actual.hash()).isEqualTo(expected.hash());
    assertThat(actual.files()).isEqualTo(expected.files());
    assertThat(actual.bytes()).isEqualTo(expected.bytes());
  }

  private static void assertConflict(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(TuskException.class)
        .hasMessage(message)
        .extracting(e -> ((TuskException) e).code())
        .isEqualTo(ErrorCode.CONFLICT);
  }
}
