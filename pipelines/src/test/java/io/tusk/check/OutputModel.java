/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.chunks.ChunkParameters;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.DatumStats;
import io.tusk.datum.Identities;
import io.tusk.datum.InputPath;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** An output as plain maps, which need not agree. Datums are named by their input's path. */
final class OutputModel {
  /** So small that a few dozen paths make a deep tree. */
  private static final TreeParameters TINY = new TreeParameters(60, 120, 240, 1_200, 90);

  private static final BranchName BRANCH =
      new BranchName(new RepoName(ProjectName.DEFAULT, "in"), "master");
  private static final CommitId JOB = new CommitId("0".repeat(32));

  /** Where the trees of models are kept. */
  static final class Store {
    final Trees trees;
    final FileSets files;
    private final PackWriter out;

    Store() {
      MemoryObjectStore objects = new MemoryObjectStore();
      this.trees = new Trees(new PieceReader(objects), TINY);
      this.files = new FileSets(trees, ChunkParameters.DEFAULT);
      this.out = new PackWriter(objects);
    }

    FileEntry file(String content) {
      try {
        return files.write(new ByteArrayInputStream(content.getBytes(UTF_8)), out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    FileSet set(Map<String, String> contents) {
      FileSetEditor editor = files.edit(FileSet.EMPTY, out);
      contents.forEach((path, content) -> editor.put(new FilePath(path), file(content)));
      return editor.finish();
    }

    Tree tree(List<Entry> entries, Summarizer summarizer) {
      return trees.edit(Tree.EMPTY, entries.stream().map(Edit::put).iterator(), summarizer, out);
    }

    DatumRecord record(String datum, Map<String, String> written) {
      FileSetEditor editor = files.edit(FileSet.EMPTY, out);
      written.forEach((path, content) -> editor.put(new FilePath(path), file(content)));
      return new DatumRecord(
          id(datum),
          Hash.of(datum.getBytes(UTF_8)),
          DatumState.PROCESSED,
          JOB,
          editor.finishDirectory(),
          Optional.empty(),
          DatumStats.NONE);
    }

    void flush() {
      out.flush();
    }
  }

  private final TreeMap<String, TreeMap<String, String>> datums = new TreeMap<>();
  private final TreeMap<String, String> files = new TreeMap<>();
  private final TreeMap<String, String> owners = new TreeMap<>();

  OutputModel copy() {
    OutputModel copy = new OutputModel();
    datums.forEach((datum, written) -> copy.datums.put(datum, new TreeMap<>(written)));
    copy.files.putAll(files);
    copy.owners.putAll(owners);
    return copy;
  }

  static DatumKey key(String datum) {
    return Identities.key(paths(datum));
  }

  static Hash id(String datum) {
    return Identities.id(paths(datum));
  }

  private static List<InputPath> paths(String datum) {
    return List.of(new InputPath(0, "in", BRANCH, new FilePath(datum), FileEntry.EMPTY));
  }

  Output build(Store store) {
    List<Entry> records = new ArrayList<>();
    datums.forEach(
        (datum, written) -> records.add(store.record(datum, written).encode(key(datum).bytes())));
    List<Entry> owned = new ArrayList<>();
    owners.forEach(
        (path, datum) -> owned.add(Entry.of(path.getBytes(UTF_8), id(datum).toBytes(), List.of())));
    Output output =
        new Output(
            store.set(files),
            store.tree(records, DatumRecord.COUNTS),
            store.tree(owned, Summarizer.NONE));
    store.flush();
    return output;
  }

  /** A job that goes well: some datums come, go, or write something else. */
  void job(Random random) {
    for (int i = random.nextInt(6); i >= 0; i--) {
      String datum = "/in" + random.nextInt(30);
      TreeMap<String, String> gone = datums.remove(datum);
      if (gone != null) {
        gone.keySet().forEach(files::remove);
        gone.keySet().forEach(owners::remove);
      }
      if (random.nextInt(3) > 0) {
        TreeMap<String, String> written = new TreeMap<>();
        for (int n = random.nextInt(5); n > 0; n--) {
          String path = path(random);
          if (!files.containsKey(path)) {
            written.put(path, content(random));
          }
        }
        datums.put(datum, written);
        files.putAll(written);
        written.keySet().forEach(path -> owners.put(path, datum));
      }
    }
  }

  /** A datum writes that, and nothing else any more. */
  void processed(String datum, Map<String, String> written) {
    datums.put(datum, new TreeMap<>(written));
    files.putAll(written);
    written.keySet().forEach(path -> owners.put(path, datum));
  }

  /** Something that no job does; it may come to nothing. */
  void damage(Random random) {
    String path = path(random);
    switch (random.nextInt(6)) {
      case 0 -> files.remove(path);
      case 1 -> files.put(path, content(random));
      case 2 -> owners.remove(path);
      case 3 -> owners.put(path, "/in" + random.nextInt(30));
      case 4 ->
          datums
              .computeIfAbsent("/in" + random.nextInt(30), any -> new TreeMap<>())
              .put(path, content(random));
      default -> datums.remove("/in" + random.nextInt(30));
    }
  }

  private static String path(Random random) {
    String directory = random.nextBoolean() ? "" : "/d" + random.nextInt(3);
    return directory + "/f" + "-".repeat(random.nextInt(2)) + random.nextInt(20);
  }

  private static String content(Random random) {
    return random.nextInt(8) == 0 ? "" : "content " + random.nextInt(4);
  }

  /** What is wrong, by path. */
  Map<String, List<String>> problems() {
    TreeSet<String> paths = new TreeSet<>(files.keySet());
    paths.addAll(owners.keySet());
    datums.values().forEach(written -> paths.addAll(written.keySet()));
    Map<String, List<String>> problems = new TreeMap<>();
    for (String path : paths) {
      List<String> found = problems(path);
      if (!found.isEmpty()) {
        problems.put(path, found);
      }
    }
    return problems;
  }

  private List<String> problems(String path) {
    List<String> writers =
        datums.keySet().stream().filter(datum -> datums.get(datum).containsKey(path)).toList();
    if (writers.size() > 1) {
      return List.of(
          String.format(
              "both %s and %s wrote its path %s",
              named(writers.get(0)), named(writers.get(1)), path));
    }
    if (writers.isEmpty()) {
      return List.of(
          files.containsKey(path)
              ? "no datum wrote its path " + path
              : String.format(
                  "datum %s owns path %s, which it does not hold", id(owners.get(path)), path));
    }
    String writer = writers.get(0);
    List<String> found = new ArrayList<>();
    if (!files.containsKey(path)) {
      found.add(String.format("it lacks path %s, which %s wrote", path, named(writer)));
    } else if (!files.get(path).equals(datums.get(writer).get(path))) {
      found.add(String.format("its path %s is not what %s wrote", path, named(writer)));
    }
    if (!owners.containsKey(path)) {
      found.add(String.format("its path %s, which %s wrote, has no owner", path, named(writer)));
    } else if (!owners.get(path).equals(writer)) {
      found.add(
          String.format(
              "its path %s, which %s wrote, has another owner, datum %s",
              path, named(writer), id(owners.get(path))));
    }
    return found;
  }

  private static String named(String datum) {
    return "datum in@master:" + datum;
  }
}
