/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.chunks.ChunkParameters;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What makes a datum the same one, and what it was made from the same. */
@EveryStore
final class DatumIdentityTest {
  private final ObjectStore objects = TestStores.create();
  private final FileSets files =
      new FileSets(
          new Trees(new PieceReader(objects), TreeParameters.DEFAULT), ChunkParameters.DEFAULT);
  private final PackWriter out = new PackWriter(objects);

  private FileEntry file(String content) throws IOException {
    return files.write(new ByteArrayInputStream(content.getBytes(UTF_8)), out);
  }

  private PathEntry directory(Map<String, String> contents) throws IOException {
    FileSetEditor editor = files.edit(FileSet.EMPTY, out);
    for (Map.Entry<String, String> each : contents.entrySet()) {
      editor.put(new FilePath(each.getKey()), file(each.getValue()));
    }
    return editor.finish().asDirectory();
  }

  private static InputPath path(
      String input, String project, String repo, String branch, String path, PathEntry entry) {
    RepoName name = new RepoName(new ProjectName(project), repo);
    return new InputPath(0, input, new BranchName(name, branch), new FilePath(path), entry);
  }

  private static InputPath plain(PathEntry entry) {
    return path("in", "default", "images", "master", "/d/a", entry);
  }

  private static Hash id(InputPath... paths) {
    return Identities.id(List.of(paths));
  }

  private static Hash hash(String salt, InputPath... paths) {
    return Identities.hash(List.of(paths), salt);
  }

  /** Bytes as the page on the format gives them, put together by hand. */
  private static final class Bytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Bytes add(byte[] more) {
      bytes.writeBytes(more);
      return this;
    }

    Bytes text(String text) {
      byte[] encoded = text.getBytes(UTF_8);
      return add(encoded).add(ByteBuffer.allocate(8).putLong(encoded.length).array());
    }

    Hash sha256() {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        return Hash.fromBytes(digest, 0);
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void theIdCoversInputProjectRepositoryBranchAndPathInOrder() throws IOException {
    FileEntry content = file("x");
    InputPath first = path("in", "default", "images", "master", "/d/ä", content);
    InputPath second = path("labels", "vision", "lab-1", "dev", "/", directory(Map.of("/a", "1")));
    Hash expected =
        new Bytes()
            .add("tusk-datum-id-1".getBytes(UTF_8))
            .text("in")
            .text("default")
            .text("images")
            .text("master")
            .text("/d/ä")
            .text("labels")
            .text("vision")
            .text("lab-1")
            .text("dev")
            .text("/")
            .sha256();
    assertThat(id(first, second)).isEqualTo(expected);
    assertThat(id(second, first)).isNotEqualTo(expected);
  }

  @Test
  void theHashCoversKindsContentsTheSaltAndTheId() throws IOException {
    FileEntry content = file("x");
    PathEntry directory = directory(Map.of("/a", "1"));
    InputPath first = path("in", "default", "images", "master", "/a", content);
    InputPath second = path("labels", "default", "labels", "master", "/b", directory);
    Hash expected =
        new Bytes()
            .add("tusk-datum-hash-1".getBytes(UTF_8))
            .add(new byte[] {'f'})
            .add(content.hash().toBytes())
            .add(new byte[] {'d'})
            .add(directory.hash().toBytes())
            .text("sälty")
            .add(id(first, second).toBytes())
            .sha256();
    assertThat(hash("sälty", first, second)).isEqualTo(expected);
  }

  @Test
  void eachPartOfTheNameMakesAnotherDatum() throws IOException {
    FileEntry x = file("x");
    List<InputPath> others =
        List.of(
            path("other", "default", "images", "master", "/d/a", x),
            path("in", "vision", "images", "master", "/d/a", x),
            path("in", "default", "pictures", "master", "/d/a", x),
            path("in", "default", "images", "dev", "/d/a", x),
            path("in", "default", "images", "master", "/d/b", x),
            // The same characters, cut elsewhere.
            path("ind", "efault", "images", "master", "/d/a", x),
            path("in", "default", "imagesm", "aster", "/d/a", x));
    List<Hash> ids = new ArrayList<>(List.of(id(plain(x))));
    others.forEach(other -> ids.add(id(other)));
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(others.stream().map(other -> hash("", other))).doesNotContain(hash("", plain(x)));
  }

  @Test
  void contentAndSaltMakeTheSameDatumAnew() throws IOException {
    InputPath x = plain(file("x"));
    InputPath y = plain(file("y"));
    assertThat(id(y)).isEqualTo(id(x));
    assertThat(hash("s", y)).isNotEqualTo(hash("s", x));
    assertThat(hash("t", x)).isNotEqualTo(hash("s", x));
    assertThat(hash("s", plain(file("x")))).as("equal content").isEqualTo(hash("s", x));
  }

  @Test
  void aDirectoryIsItsNamesKindsAndContents() throws IOException {
    InputPath one = plain(directory(Map.of("/a", "1", "/b", "2")));
    List<PathEntry> others =
        List.of(
            directory(Map.of("/a", "1", "/c", "2")),
            directory(Map.of("/a", "2", "/b", "1")),
            directory(Map.of("/a", "1")),
            directory(Map.of("/a", "1", "/b/b", "2")),
            directory(Map.of("/a", "1", "/b", "2", "/c", "")));
    for (PathEntry other : others) {
      assertThat(id(plain(other))).isEqualTo(id(one));
      assertThat(hash("", plain(other))).isNotEqualTo(hash("", one));
    }
    FileSetEditor again = files.edit(FileSet.EMPTY, out);
    again.put(new FilePath("/z/y"), file("gone"));
    again.put(new FilePath("/b"), file("2"));
    again.put(new FilePath("/a"), file("0"));
    again.delete(new FilePath("/z/y"));
    again.put(new FilePath("/a"), file("1"));
    assertThat(hash("", plain(again.finish().asDirectory())))
        .as("however it came about")
        .isEqualTo(hash("", one));
  }

  @Test
  void aFileAndADirectoryAtAPathAreOneDatumWithTwoKeys() throws IOException {
    InputPath file = plain(file(""));
    InputPath directory = plain(directory(Map.of("/a", "")));
    assertThat(id(directory)).isEqualTo(id(file));
    assertThat(Identities.key(List.of(directory))).isNotEqualTo(Identities.key(List.of(file)));
    assertThat(Identities.key(List.of(directory))).hasToString("images@master:/d/a");
  }
}
