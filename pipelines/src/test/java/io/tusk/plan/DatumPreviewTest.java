/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.datum.DatumIdentity;
import io.tusk.datum.DatumInput;
import io.tusk.datum.DatumKey;
import io.tusk.datum.InputTree;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.glob.Glob;
import io.tusk.host.Host;
import io.tusk.host.TemporaryDirectory;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.TuskStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DatumPreviewTest {
  private static final int FILES = 4_000;
  private static final int SMALL_PACK = 10_000;

  private final MemoryObjectStore objects = new MemoryObjectStore();
  private final TuskStore store = TuskStore.create(objects, Host.system());

  @AfterEach
  void close() {
    store.close();
  }

  private static DatumInput leaf(int number, String glob, String joinOn, String groupBy) {
    return leaf(number, "in" + number, glob, joinOn, groupBy);
  }

  private static DatumInput leaf(
      int number, String name, String glob, String joinOn, String groupBy) {
    BranchName branch = new BranchName(new RepoName(ProjectName.DEFAULT, name), "master");
    return new DatumInput(
        number,
        name,
        branch,
        Glob.parse(glob),
        joinOn,
        DatumInput.Match.INNER,
        groupBy,
        DatumInput.Hashed.CONTENT,
        Optional.empty());
  }

  private static InputTree tree(DatumInput input) {
    return new InputTree.Leaf(input);
  }

  /** Files {@code /000000-0} and on, with the number modulo {@code modulus} behind the dash. */
  private FileSet files(int count, int modulus) throws IOException {
    try (PackWriter out = store.newPackWriter()) {
      FileEntry content = store.files().write(new ByteArrayInputStream("x".getBytes(UTF_8)), out);
      FileSetEditor editor = store.files().edit(FileSet.EMPTY, out);
      for (int i = 0; i < count; i++) {
        editor.put(new FilePath(String.format("/%06d-%d", i, i % modulus)), content);
      }
      FileSet made = editor.finish();
      out.flush();
      return made;
    }
  }

  private static List<String> texts(DatumPreview preview) {
    List<String> texts = new ArrayList<>();
    preview.datums().forEachRemaining(datum -> texts.add(text(datum)));
    return texts;
  }

  private static String text(DatumPreview.Datum datum) {
    List<String> paths = new ArrayList<>();
    datum.paths().forEach(part -> paths.add(part.input() + ":" + part.path()));
    assertThat(datum.id()).isEqualTo(DatumIdentity.id(datum.paths()));
    return String.join(" ", paths);
  }

  private static Set<Path> scratchDirectories() throws IOException {
    try (Stream<Path> all = Files.list(TemporaryDirectory.own())) {
      String self = "-" + ProcessHandle.current().pid() + "-";
      return all.filter(path -> path.getFileName().toString().startsWith("tusk-objects-"))
          .filter(path -> path.getFileName().toString().contains(self))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void aLeafTreeThatIsTooLargeForMemoryWaitsOnTheDiskAndTheStoreStaysAsItIs() throws IOException {
    InputTree join =
        new InputTree.Join(
            List.of(tree(leaf(0, "/(*)-*", "$1", "")), tree(leaf(1, "/(*)-*", "$1", ""))));
    List<FileSet> held = List.of(files(FILES, 10), files(FILES, 10));
    List<String> before = objects.list("", "", Integer.MAX_VALUE);
    List<String> spilled;
    try (DatumPreview preview = new DatumPreview(store, join, held, SMALL_PACK)) {
      spilled = texts(preview);
      assertThat(scratchDirectories()).hasSize(1);
    }
    assertThat(scratchDirectories()).isEmpty();
    assertThat(spilled)
        .hasSize(FILES)
        .startsWith("in0:/000000-0 in1:/000000-0", "in0:/000001-1 in1:/000001-1")
        .endsWith("in0:/003999-9 in1:/003999-9");
    try (DatumPreview preview = new DatumPreview(store, join, held)) {
      assertThat(texts(preview)).isEqualTo(spilled);
      assertThat(scratchDirectories()).as("little is kept in memory").isEmpty();
    }
    assertThat(objects.list("", "", Integer.MAX_VALUE)).isEqualTo(before);
  }

  @Test
  void aGroupOfMoreThanAKeyHoldsHasAllItsPaths() throws IOException {
    InputTree group = new InputTree.Group(List.of(tree(leaf(0, "/*-(*)", "", "$1"))));
    try (DatumPreview preview = new DatumPreview(store, group, List.of(files(FILES, 2)))) {
      List<String> texts = texts(preview);
      assertThat(texts).hasSize(2);
      assertThat(texts.stream().map(text -> text.split(" ").length))
          .containsExactly(FILES / 2, FILES / 2);
      assertThat(texts.stream().map(text -> text.substring(0, 13)))
          .containsExactlyInAnyOrder("in0:/000000-0", "in0:/000001-1");
    }
  }

  @Test
  void theDatumsOfAllInputsComeInTheOrderOfTheirKeysAndOnce() throws IOException {
    InputTree cross =
        new InputTree.Cross(List.of(tree(leaf(0, "/*", "", "")), tree(leaf(1, "/*", "", ""))));
    InputTree twice =
        new InputTree.Union(
            List.of(tree(leaf(0, "/*", "", "")), tree(leaf(1, "in0", "/*-(0)", "", ""))));
    List<FileSet> held = List.of(files(2, 2), files(2, 1));
    try (DatumPreview preview = new DatumPreview(store, cross, held)) {
      assertThat(texts(preview))
          .containsExactly(
              "in0:/000000-0 in1:/000000-0",
              "in0:/000000-0 in1:/000001-0",
              "in0:/000001-1 in1:/000000-0",
              "in0:/000001-1 in1:/000001-0");
    }
    try (DatumPreview preview = new DatumPreview(store, twice, List.of(held.get(0), held.get(0)))) {
      assertThat(texts(preview)).containsExactly("in0:/000000-0", "in0:/000001-1");
    }
    try (DatumPreview preview =
        new DatumPreview(store, cross, List.of(held.get(0), FileSet.EMPTY))) {
      assertThat(texts(preview)).isEmpty();
    }
  }

  /** They are far more than could be sorted. */
  @Test
  void theFirstDatumsOfAHugeCrossComeAtOnce() throws IOException {
    FileSet many = files(FILES, FILES);
    InputTree inner =
        new InputTree.Cross(List.of(tree(leaf(1, "/*", "", "")), tree(leaf(2, "/*", "", ""))));
    InputTree cross = new InputTree.Cross(List.of(tree(leaf(0, "/*", "", "")), inner));
    try (DatumPreview preview = new DatumPreview(store, cross, List.of(many, many, files(2, 2)))) {
      Iterator<DatumPreview.Datum> datums = preview.datums();
      List<String> first = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        first.add(text(datums.next()));
      }
      assertThat(first)
          .containsExactly(
              "in0:/000000-0 in1:/000000-0 in2:/000000-0",
              "in0:/000000-0 in1:/000000-0 in2:/000001-1",
              "in0:/000000-0 in1:/000001-1 in2:/000000-0");
    }
  }

  @Test
  void whatIsPutIsReadFromThereAndTheRestFromTheStore() {
    ScratchObjects scratch = new ScratchObjects(objects);
    objects.put("packs/there", new byte[] {1});
    scratch.put("packs/own", new byte[] {2, 3});
    assertThat(scratch.read("packs/there")).contains(new byte[] {1});
    assertThat(scratch.read("packs/own")).contains(new byte[] {2, 3});
    assertThat(scratch.read("packs/own", 1, 5)).contains(new byte[] {3});
    assertThat(scratch.reread("packs/own", 0, 1)).contains(new byte[] {2});
    assertThat(scratch.size("packs/own")).contains(2L);
    assertThat(objects.read("packs/own")).isEmpty();
    assertThatThrownBy(() -> scratch.delete("packs/there"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("nothing is deleted here, nor is packs/there");
    assertThatThrownBy(() -> scratch.createIfAbsent("packs/there", new byte[0]))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("only packs are put here, not packs/there");
    scratch.close();
    assertThatThrownBy(() -> scratch.put("packs/late", new byte[0]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the scratch objects were closed");
    assertThat(objects.read("packs/there")).contains(new byte[] {1});
  }

  @Test
  void partsAreNotReadBeforeTheyAreAskedFor() throws IOException {
    List<FileSet> held = List.of(files(FILES, 10));
    try (DatumPreview preview = new DatumPreview(store, tree(leaf(0, "/*", "", "")), held)) {
      DatumKey.Part first = preview.datums().next().paths().iterator().next();
      assertThat(first.path()).isEqualTo(new FilePath("/000000-0"));
    }
  }
}
