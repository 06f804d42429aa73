/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.chunks.ChunkParameters;
import io.tusk.datum.DatumInput;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.DatumStats;
import io.tusk.datum.InputPath;
import io.tusk.datum.InputTree;
import io.tusk.datum.InputView;
import io.tusk.datum.PathLists;
import io.tusk.datum.PlanItem;
import io.tusk.datum.ResultKey;
import io.tusk.datum.Shape;
import io.tusk.engine.oracle.Outcome.End;
import io.tusk.engine.oracle.Outcome.State;
import io.tusk.engine.output.Splicer;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.files.PathInfo;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
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
import io.tusk.spec.Input;
import io.tusk.spec.Input.PfsInput;
import io.tusk.tree.BatchedEdits;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Jobs as they are planned and spliced, their datums run on the spot. */
final class PlannerAndSplicer implements Subject {
  private static final CommitId JOB = new CommitId("0".repeat(32));

  private final Trees trees;
  private final FileSets files;
  private final PathLists lists;
  private final PackWriter out;
  private final Map<Integer, FileSet> stored = new HashMap<>();
  private final Map<Hash, String> names = new HashMap<>();
  private Splicer.State state = Splicer.State.EMPTY;
  private Optional<Made> base = Optional.empty();
  private Optional<Collision> collision = Optional.empty();
  private List<Object> specified = List.of();
  private long version;
  private int jobs;

  /** What the last good job was made from. */
  private record Made(
      Hash shape, String salt, List<DatumInput> leaves, List<Commit.Read> reads, Tree leafTree) {
    List<FileSet> files() {
      return reads.stream().map(Commit.Read::files).toList();
    }

    /** What was read of the branches of these leaves. */
    List<FileSet> held(List<DatumInput> now) {
      Map<BranchName, FileSet> held = new HashMap<>();
      leaves.forEach(leaf -> held.put(leaf.branch(), reads.get(leaf.number()).files()));
      return now.stream().map(leaf -> held.getOrDefault(leaf.branch(), FileSet.EMPTY)).toList();
    }
  }

  PlannerAndSplicer(TreeParameters parameters) {
    ObjectStore objects = TestStores.create();
    this.trees = new Trees(new PieceReader(objects), parameters);
    this.files = new FileSets(trees, ChunkParameters.DEFAULT);
    this.lists = new PathLists(files);
    this.out = new PackWriter(objects);
  }

  @Override
  public Outcome job(Situation now) {
    String salt = "salt" + now.salt();
    version += specified.equals(specification(now)) ? 0 : 1;
    specified = specification(now);
    InputTree inputs = PlannedInputs.of(now, number -> fileSet(now, number), version);
    List<DatumInput> leaves = inputs.leaves().toList();
    Hash shape = Shape.of(inputs, salt);
    Optional<Made> same = base.filter(made -> made.shape().equals(shape));
    List<Commit.Read> reads = leaves.stream().map(leaf -> read(now, leaf, same)).toList();
    Optional<PlanRequest.Base> planBase =
        base.map(
            made ->
                new PlanRequest.Base(
                    same.map(any -> new InputState(made.files(), made.leafTree())),
                    base.filter(any -> made.salt().equals(salt)).map(any -> made.held(leaves)),
                    state.datums()));
    PlanRequest.Reprocess reprocess =
        now.everyJob() ? PlanRequest.Reprocess.ALL : PlanRequest.Reprocess.NONE;
    PlanRequest request =
        new PlanRequest(inputs, reads, salt, planBase, state.results(), reprocess);
    if (jobs % 2 == 0) {
      // What is in the object store is planned in another way than what is not yet there.
      out.flush();
    }
    Plan plan = new Planner(files).plan(request, out);
    if (request.followed().isEmpty() && jobs % 3 == 0) {
      assertThat(new RoundsInShares(files, request, jobs).plan(out))
          .usingRecursiveComparison()
          .withEqualsForType(Tree::sameContent, Tree.class)
          .isEqualTo(plan);
    }
    checkLeaves(request, plan);
    return run(now, plan, new Made(shape, salt, leaves, reads, plan.leaves()));
  }

  private static List<Object> specification(Situation now) {
    return List.of(now.json(), now.salt(), now.behaviour().version(), now.everyJob());
  }

  /** The leaf tree does not tell how it came about. */
  private void checkLeaves(PlanRequest request, Plan plan) {
    jobs++;
    if (jobs % 4 == 0) {
      PlanRequest anew =
          new PlanRequest(
              request.inputs(),
              request.reads(),
              request.salt(),
              Optional.empty(),
              request.results(),
              request.reprocess());
      assertThat(plan.leaves().hash())
          .isEqualTo(new Planner(files).plan(anew, out).leaves().hash());
    }
  }

  private Commit.Read read(Situation now, DatumInput leaf, Optional<Made> same) {
    Integer head = now.heads().get(leaf.branch());
    FileSet held = head == null ? FileSet.EMPTY : fileSet(now, head);
    Optional<Commit.Read> before = same.map(made -> made.reads().get(leaf.number()));
    return new Commit.Read(held, leaf.from().map(from -> view(from.files(), before, held)));
  }

  private Outcome run(Situation now, Plan plan, Made made) {
    collision = Optional.empty();
    List<PlanItem> items = new ArrayList<>();
    trees
        .ascending(plan.items(), new byte[0])
        .forEachRemaining(entry -> items.add(PlanItem.decode(entry, lists.source(made.reads()))));
    List<PlanItem.Run> toRun =
        items.stream()
            .filter(PlanItem.Run.class::isInstance)
            .map(PlanItem.Run.class::cast)
            .toList();
    assertThat(plan.run()).isEqualTo(toRun.size());
    int ran = now.kill() && toRun.size() > 1 ? toRun.size() / 2 : toRun.size();
    Map<String, State> states = new TreeMap<>();
    List<DatumRecord> records = new ArrayList<>();
    for (PlanItem.Run item : toRun.subList(0, ran)) {
      DatumRecord record = run(item, now);
      records.add(record);
      states.put(name(item), State.valueOf(record.state().name()));
    }
    out.flush();
    if (ran < toRun.size()) {
      keepResults(toRun, records);
      return new Outcome(End.KILLED, states, contents(state.files()));
    }
    Splicer.Spliced spliced = new Splicer(files).splice(state, work(items, records), out);
    trees
        .ascending(spliced.state().datums(), new byte[0])
        .forEachRemaining(
            entry ->
                states.putIfAbsent(
                    name(DatumKey.ofBytes(entry.key()), DatumRecord.decode(entry).paths()),
                    State.SKIPPED));
    if (spliced.failure().isEmpty()) {
      state = spliced.state();
      base = Optional.of(made);
      checkOutput();
    } else {
      state =
          new Splicer.State(
              state.files(), state.datums(), state.owners(), spliced.state().results());
    }
    Outcome outcome =
        new Outcome(
            spliced.failed() > 0
                ? End.DATUM_FAILED
                : spliced.failure().isPresent() ? End.COLLISION : End.SUCCESS,
            states,
            contents(state.files()));
    if (outcome.end() == End.COLLISION) {
      collision = Optional.of(Collisions.of(spliced.failure().orElseThrow(), names));
    }
    assertThat(plan.total()).isEqualTo(states.size());
    assertThat(spliced.processed()).isEqualTo(outcome.count(State.PROCESSED));
    assertThat(spliced.recovered()).isEqualTo(outcome.count(State.RECOVERED));
    assertThat(spliced.failed()).isEqualTo(outcome.count(State.FAILED));
    return outcome;
  }

  private String name(PlanItem.Run item) {
    String name = name(item.key(), item.paths().list());
    names.put(item.id(), name);
    return name;
  }

  private String name(DatumKey key, Optional<FileEntry> list) {
    List<DatumKey.Part> parts = new ArrayList<>();
    lists.parts(key, list).forEach(parts::add);
    return DatumNames.of(parts);
  }

  private void keepResults(List<PlanItem.Run> items, List<DatumRecord> records) {
    BatchedEdits results = new BatchedEdits(trees, state.results(), Summarizer.NONE, out);
    for (int i = 0; i < records.size(); i++) {
      DatumRecord record = records.get(i);
      if (record.state() == DatumState.PROCESSED) {
        results.put(record.encode(ResultKey.of(items.get(i).key(), record.hash())));
      }
    }
    state = new Splicer.State(state.files(), state.datums(), state.owners(), results.finish());
  }

  @Override
  public Optional<Collision> collision() {
    return collision;
  }

  /** Made from the base's where that started from the same files. */
  private FileSet view(FileSet from, Optional<Commit.Read> before, FileSet input) {
    InputView maker = new InputView(files, from);
    InputView.Viewed viewed =
        before
            .map(read -> new InputView.Viewed(read.files(), read.view().orElseThrow()))
            .orElseGet(maker::first);
    return maker.of(viewed, input, out);
  }

  private FileSet fileSet(Situation now, int number) {
    return stored.computeIfAbsent(
        number,
        any -> {
          FileSetEditor editor = files.edit(FileSet.EMPTY, out);
          now.states()
              .get(number)
              .forEach((path, text) -> editor.put(new FilePath(path), write(text)));
          return editor.finish();
        });
  }

  private FileEntry write(String content) {
    try {
      return files.write(new ByteArrayInputStream(content.getBytes(UTF_8)), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Splicer.Work work(List<PlanItem> items, List<DatumRecord> records) {
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

  private DatumRecord run(PlanItem.Run datum, Situation now) {
    Map<String, String> content = new TreeMap<>();
    Map<String, String> last = new TreeMap<>();
    List<Input> leaves = now.input().leaves().toList();
    for (InputPath path : datum.paths()) {
      boolean empty = leaves.get(path.leaf()) instanceof PfsInput pfs && pfs.emptyFiles();
      last.put(path.input(), path.path().value());
      read(path).forEach((file, text) -> content.put("/" + path.input() + file, empty ? "" : text));
    }
    Behaviour.Run run = now.behaviour().run(Behaviour.label(last), content);
    FileSetEditor outputs = files.edit(FileSet.EMPTY, out);
    run.outputs().forEach((name, text) -> outputs.put(new FilePath(name), write(text)));
    return new DatumRecord(
        datum.id(),
        datum.hash(),
        DatumState.valueOf(run.end().name()),
        JOB,
        outputs.finishDirectory(),
        Optional.empty(),
        DatumStats.NONE,
        datum.paths().list());
  }

  private Map<String, String> read(InputPath path) {
    if (path.entry() instanceof FileEntry file) {
      return Map.of(path.path().value(), read(file));
    }
    DirectoryEntry directory = (DirectoryEntry) path.entry();
    FileSet below = new FileSet(directory.tree(), directory.files(), directory.bytes());
    String prefix = path.path().isRoot() ? "" : path.path().value();
    Map<String, String> content = new TreeMap<>();
    contents(below).forEach((name, text) -> content.put(prefix + name, text));
    return content;
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
