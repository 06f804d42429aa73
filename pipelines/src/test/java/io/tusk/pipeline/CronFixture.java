/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.check.PipelineCheck;
import io.tusk.files.FileSet;
import io.tusk.files.PathInfo;
import io.tusk.fsck.Fsck;
import io.tusk.glob.Glob;
import io.tusk.host.Host;
import io.tusk.host.SetTime;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.TestStores;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineChanges.Request;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.spec.parse.SpecOrder;
import io.tusk.spec.parse.SpecParser;
import io.tusk.spec.text.SpecText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A store whose clock tests set, with pipelines that tick; its structure is checked at the end. */
final class CronFixture implements AfterEachCallback {
  static final PipelineName P = new PipelineName(ProjectName.DEFAULT, "p");

  final TuskStore store;
  private final CronAgenda agenda = new CronAgenda(pipeline -> true);
  final SetTime time = new SetTime();

  CronFixture() {
    Host host = new Host(time.clock(), new Random(1), duration -> {});
    store = TuskStore.create(TestStores.create(), host);
  }

  static RepoName repo(String name) {
    return new RepoName(ProjectName.DEFAULT, name);
  }

  static BranchName master(String repo) {
    return new BranchName(repo(repo), "master");
  }

  /** A pipeline of that cron input. */
  static String spec(String name, String cron) {
    return "{\"pipeline\":{\"name\":\""
        + name
        + "\"},\"transform\":{\"cmd\":[\"sh\"]},"
        + "\"input\":{\"cron\":{"
        + cron.replace('\'', '"')
        + "}}}";
  }

  void setClock(String now) {
    time.set(Instant.parse(now));
  }

  void change(String verb, Consumer<Transaction> body) {
    store.transact(
        new Operation(verb, ""),
        tx -> {
          body.accept(tx);
          return true;
        });
  }

  void create(String text) {
    apply("create pipeline", text, SpecBatch.Action.CREATE);
  }

  void update(String text) {
    apply("update pipeline", text, SpecBatch.Action.UPDATE);
  }

  private void apply(String verb, String text, SpecBatch.Action action) {
    change(
        verb,
        tx ->
            SpecBatch.apply(
                tx,
                SpecOrder.sorted(
                    new SpecParser(ProjectName.DEFAULT, Glob::problem)
                        .parse(new SpecText("f", text))
                        .requireValid()),
                action,
                Processed.KEEP,
                spec ->
                    new Request(
                        spec.spec(),
                        spec.written(),
                        "salt",
                        Optional.empty(),
                        SpecBatch.initialState(spec))));
  }

  Catalog catalog() {
    return store.snapshot().catalog();
  }

  List<CronAgenda.Entry> agenda() {
    return agenda.at(catalog(), time.instant());
  }

  /** When the only pipeline that ticks does so next. */
  Optional<Instant> next() {
    List<CronAgenda.Entry> entries = agenda();
    assertThat(entries).hasSize(1);
    return entries.get(0).next();
  }

  /** Makes all ticks that are due; says their times. */
  List<String> tick() {
    List<String> times = new ArrayList<>();
    for (CronAgenda.Entry entry : agenda()) {
      for (CronAgenda.Tick tick : entry.ticks()) {
        assertThat(tick(tick)).isTrue();
        times.add(tick.time().toString());
      }
    }
    return times;
  }

  boolean tick(CronAgenda.Tick tick) {
    return store.transact(CronTicks.operation(tick), tx -> CronTicks.tick(tx, tick));
  }

  /** What {@code tusk run cron} does. */
  Instant tickNow(PipelineName name) {
    return store.transact(
        new Operation("run cron", name.toString()), tx -> CronTicks.tickNow(tx, name));
  }

  /** The files of each of a repository's commits, oldest first. */
  List<List<String>> commits(String repo) {
    List<List<String>> commits = new ArrayList<>();
    catalog()
        .commitsOldestFirst(repo(repo))
        .forEachRemaining(commit -> commits.add(files(commit.files())));
    return commits;
  }

  private List<String> files(FileSet files) {
    List<String> paths = new ArrayList<>();
    store
        .files()
        .walk(files, FilePath.ROOT)
        .forEachRemaining((PathInfo info) -> paths.add(info.path() + " " + info.entry().bytes()));
    return paths;
  }

  /** How many jobs a pipeline has had. */
  int jobs(String pipeline) {
    List<Commit> commits = new ArrayList<>();
    catalog().commits(repo(pipeline)).forEachRemaining(commits::add);
    return commits.size();
  }

  /** What does not agree. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    new Fsck(store.objects(), store.host(), problem -> problems.add(problem.toString())).run();
    new PipelineCheck(store, problem -> problems.add(problem.toString())).run();
    return problems;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(problems()).isEmpty();
  }
}
