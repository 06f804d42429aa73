/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.chunks.ChunkParameters;
import io.tusk.datum.DatumInput;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.DatumStats;
import io.tusk.datum.InputPath;
import io.tusk.datum.InputTree;
import io.tusk.datum.InputView;
import io.tusk.datum.PlanItem;
import io.tusk.datum.Shape;
import io.tusk.engine.output.Splicer;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.files.PathInfo;
import io.tusk.glob.Glob;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.plan.InputState;
import io.tusk.plan.Plan;
import io.tusk.plan.PlanRequest;
import io.tusk.plan.Planner;
import io.tusk.repo.Commit;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Jobs as they are planned and spliced, their datums run on the spot. */
final class PlannerAndSplicer {
  private static final BranchName BRANCH =
      new BranchName(new RepoName(ProjectName.DEFAULT, "in"), "master");
  private static final CommitId JOB = new CommitId("0".repeat(32));

  private final Trees trees;
  private final FileSets files;
  private final PackWriter out;
  private FileSet input = FileSet.EMPTY;
  private Map<String, String> inputFiles = Map.of();
  private Splicer.State state = Splicer.State.EMPTY;
  private Optional<Hash> baseShape = Optional.empty();
  private FileSet baseInput = FileSet.EMPTY;
  private Optional<FileSet> baseView = Optional.empty();
  private String baseSalt = "";
  private Optional<Step.Start> lastStart = Optional.empty();
  private String lastGlob = "";
  private String lastSalt = "";
  private long version;

  /** The reason of the last job that failed. */
  String reason = "";

  PlannerAndSplicer(TreeParameters parameters) {
    ObjectStore objects = TestStores.create();
    this.trees = new Trees(new PieceReader(objects), parameters);
    this.files = new FileSets(trees, ChunkParameters.DEFAULT);
    this.out = new PackWriter(objects);
  }

  Outcome job(Step step) {
    edit(step.files());
    String salt = "salt" + step.salt();
    Optional<FileSet> from = step.from().map(start -> fileSet(start.files()));
    boolean sameStart = step.from().equals(lastStart) && step.glob().equals(lastGlob);
    version += sameStart && salt.equals(lastSalt) ? 0 : 1;
    lastStart = step.from();
    lastGlob = step.glob();
    lastSalt = salt;
    InputTree datums =
        new InputTree.Leaf(
            new DatumInput(
                "in",
                BRANCH,
                Glob.parse(step.glob()),
                from.map(set -> new DatumInput.Start(set, version))));
    Hash shape = Shape.of(datums, salt);
    boolean sameShape = baseShape.filter(shape::equals).isPresent();
    Optional<PlanRequest.Base> base =
        baseShape.map(
            any ->
                new PlanRequest.Base(
                    sameShape
                        ? Optional.of(new InputState(List.of(baseInput), Tree.EMPTY))
                        : Optional.empty(),
                    baseSalt.equals(salt) ? Optional.of(List.of(baseInput)) : Optional.empty(),
                    state.datums()));
    Optional<FileSet> view = from.map(start -> view(start, sameShape));
    Plan plan =
        new Planner(files)
            .plan(
                new PlanRequest(
                    datums,
                    List.of(new Commit.Read(input, view)),
                    salt,
                    base,
                    state.results(),
                    PlanRequest.Reprocess.NONE),
                out);
    Splicer.Work work = work(plan, step.behaviour());
    out.flush();
    Splicer.Spliced spliced = new Splicer(files).splice(state, work, out);
    long total = 0;
    for (long count : trees.summary(spliced.state().datums(), DatumRecord.COUNTS)) {
      total += count;
    }
    reason = spliced.failure().orElse("");
    if (spliced.failure().isEmpty()) {
      state = spliced.state();
      baseShape = Optional.of(shape);
      baseInput = input;
      baseView = view;
      baseSalt = salt;
      checkOutput();
    } else {
      state =
          new Splicer.State(
              state.files(), state.datums(), state.owners(), spliced.state().results());
    }
    assertThat(plan.total()).isEqualTo(total);
    assertThat(plan.run()).isEqualTo(spliced.processed() + spliced.recovered() + spliced.failed());
    return new Outcome(
        spliced.failed() > 0
            ? Outcome.End.DATUM_FAILED
            : spliced.failure().isPresent() ? Outcome.End.COLLISION : Outcome.End.SUCCESS,
        total - plan.run(),
        spliced.processed(),
        spliced.recovered(),
        spliced.failed(),
        contents(state.files()));
  }

  /** Made from the base's where that started from the same files. */
  private FileSet view(FileSet from, boolean sameShape) {
    InputView maker = new InputView(files, from);
    InputView.Viewed before =
        sameShape ? new InputView.Viewed(baseInput, baseView.orElseThrow()) : maker.first();
    return maker.of(before, input, out);
  }

  private FileSet fileSet(Map<String, String> content) {
    FileSetEditor editor = files.edit(FileSet.EMPTY, out);
    content.forEach((path, text) -> editor.put(new FilePath(path), write(text)));
    return editor.finish();
  }

  private void edit(Map<String, String> wanted) {
    FileSetEditor editor = files.edit(input, out);
    inputFiles.keySet().stream()
        .filter(path -> !wanted.containsKey(path))
        .forEach(path -> editor.delete(new FilePath(path)));
    wanted.forEach(
        (path, content) -> {
          if (!content.equals(inputFiles.get(path))) {
            editor.put(new FilePath(path), write(content));
          }
        });
    input = editor.finish();
    inputFiles = wanted;
  }

  private FileEntry write(String content) {
    try {
      return files.write(new ByteArrayInputStream(content.getBytes(UTF_8)), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All records are made first: the splice wants what they refer to durable. */
  private Splicer.Work work(Plan plan, Behaviour behaviour) {
    List<PlanItem> items = new ArrayList<>();
    trees
        .ascending(plan.items(), new byte[0])
        .forEachRemaining(entry -> items.add(PlanItem.decode(entry, PlanItem.UNREAD)));
    List<DatumRecord> records = new ArrayList<>();
    for (PlanItem item : items) {
      if (item instanceof PlanItem.Run run) {
        records.add(run(run, behaviour));
      }
    }
    return new Splicer.Work() {
      @Override
      public Iterator<PlanItem> items() {
        return items.iterator();
      }

      @Override
      public Iterator<DatumRecord> records() {
        return records.iterator();
      }
    };
  }

  private DatumRecord run(PlanItem.Run datum, Behaviour behaviour) {
    InputPath path = datum.paths().iterator().next();
    Map<String, String> content = new TreeMap<>();
    if (path.entry() instanceof DirectoryEntry directory) {
      FileSet below = new FileSet(directory.tree(), directory.files(), directory.bytes());
      String prefix = path.path().isRoot() ? "" : path.path().value();
      contents(below).forEach((name, text) -> content.put(prefix + name, text));
    } else {
      content.put(path.path().value(), read((FileEntry) path.entry()));
    }
    Behaviour.Run run = behaviour.run(Behaviour.label(path.path().value()), content);
    FileSetEditor outputs = files.edit(FileSet.EMPTY, out);
    run.outputs().forEach((name, text) -> outputs.put(new FilePath(name), write(text)));
    return new DatumRecord(
        datum.id(),
        datum.hash(),
        DatumState.valueOf(run.end().name()),
        JOB,
        outputs.finishDirectory(),
        Optional.empty(),
        DatumStats.NONE);
  }

  private String read(FileEntry file) {
    try (InputStream in = files.open(file)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> contents(FileSet set) {
    Map<String, String> contents = new TreeMap<>();
    Iterator<PathInfo> walk = files.walk(set, FilePath.ROOT);
    while (walk.hasNext()) {
      PathInfo info = walk.next();
      contents.put(info.path().value(), read((FileEntry) info.entry()));
    }
    return contents;
  }

  /** The output is what it would be if it were written at once, and each path has its owner. */
  private void checkOutput() {
    FileSetEditor fresh = files.edit(FileSet.EMPTY, out);
    Map<String, Hash> owners = new TreeMap<>();
    Iterator<Entry> datums = trees.ascending(state.datums(), new byte[0]);
    while (datums.hasNext()) {
      DatumRecord record = DatumRecord.decode(datums.next());
      DirectoryEntry outputs = record.outputs();
      Iterator<PathInfo> walk =
          files.walk(new FileSet(outputs.tree(), outputs.files(), outputs.bytes()), FilePath.ROOT);
      while (walk.hasNext()) {
        PathInfo info = walk.next();
        fresh.put(info.path(), info.entry());
        owners.put(info.path().value(), record.id());
      }
    }
    assertThat(state.files().hash()).isEqualTo(fresh.finish().hash());
    Map<String, Hash> stored = new TreeMap<>();
    Iterator<Entry> entries = trees.ascending(state.owners(), new byte[0]);
    while (entries.hasNext()) {
      Entry entry = entries.next();
      stored.put(new String(entry.key(), UTF_8), Hash.fromBytes(entry.value(), 0));
    }
    assertThat(stored).isEqualTo(owners);
  }
}
