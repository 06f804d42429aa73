/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import static io.tusk.error.Failures.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.fsck.Fsck;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.EveryStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineChanges.Request;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Catalog;
import io.tusk.repo.FileWrite;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.RepoUndoRule;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.repo.Undo;
import io.tusk.spec.RawJson;
import io.tusk.spec.text.SpecText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Defaults, stops and starts that are taken back, without an engine. */
@EveryStore
final class PipelineUndoTest {
  private static final ProjectName Q = new ProjectName("q");
  private static final DefaultsScope CLUSTER = new DefaultsScope.Cluster();
  private static final DefaultsScope OF_Q = new DefaultsScope.OfProject(Q);
  private static final PipelineName P = new PipelineName(ProjectName.DEFAULT, "p");
  private static final BranchName IN = branch("in");
  private static final BranchName OUT = branch("p");

  private final TuskStore store = TuskStore.create(TestStores.create(), Host.system());
  private final Undo undo =
      new Undo(store, List.of(new RepoUndoRule(store), new PipelineUndoRule()));

  private static BranchName branch(String repo) {
    return new BranchName(new RepoName(ProjectName.DEFAULT, repo), "master");
  }

  @BeforeEach
  void createRepo() {
    change("create repo", tx -> RepoChanges.create(tx, IN.repo(), ""));
    put("/a");
  }

  @AfterEach
  void checkStore() {
    List<String> problems = new ArrayList<>();
    new Fsck(store.objects(), store.host(), problem -> problems.add(problem.toString())).run();
    assertThat(problems).isEmpty();
  }

  /** The number of the operation. */
  private long change(String verb, Consumer<Transaction> body) {
    store.transact(
        new Operation(verb, ""),
        tx -> {
          body.accept(tx);
          return true;
        });
    return newest();
  }

  private long newest() {
    return store.snapshot().record().number();
  }

  private CommitId put(String path) {
    try (FileWrite write = new FileWrite(store)) {
      write.put(new FilePath(path), new ByteArrayInputStream(path.getBytes(UTF_8)));
      return write.commit(IN, new Operation("put file", ""), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Catalog catalog() {
    return store.snapshot().catalog();
  }

  private Optional<Hash> root() {
    return store.snapshot().record().metadata().map(Ref::hash);
  }

  private long createPipeline() {
    String text =
        "{\"pipeline\":{\"name\":\"p\"},\"transform\":{\"cmd\":[\"sh\"]},"
            + "\"input\":{\"pfs\":{\"repo\":\"in\",\"glob\":\"/*\"}}}";
    return change(
        "create pipeline",
        tx ->
            SpecBatch.apply(
                tx,
                SpecBatch.read(new SpecText("f", text), ProjectName.DEFAULT, tx.catalog()).specs(),
                SpecBatch.Action.CREATE,
                Processed.KEEP,
                spec ->
                    new Request(
                        spec.spec(),
                        spec.written(),
                        "salt",
                        Optional.empty(),
                        SpecBatch.initialState(spec))));
  }

  private long putDefaults(DefaultsScope scope, int tries) {
    return change(
        "update defaults",
        tx -> DefaultsChanges.put(tx, scope, new RawJson("{\"datum_tries\":" + tries + "}")));
  }

  private Optional<String> defaults(DefaultsScope scope) {
    return new DefaultsCatalog(catalog()).find(scope).map(RawJson::text);
  }

  private Pipeline pipeline() {
    return new PipelineCatalog(catalog()).requirePipeline(P);
  }

  private List<JobState> jobs() {
    List<JobState> states = new ArrayList<>();
    new JobCatalog(catalog()).jobs(P).forEachRemaining(job -> states.add(job.state()));
    return states;
  }

  private void refused(long number, String operation, String fact) {
    Optional<Hash> before = root();
    assertFails(
        ErrorCode.CONFLICT,
        "operation " + number + " (" + operation + ") cannot be undone: " + fact,
        () -> undo.undo(number));
    assertThat(root()).isEqualTo(before);
  }

  @Test
  void defaultsAreTakenBack() {
    Optional<Hash> none = root();
    putDefaults(CLUSTER, 5);
    undo.undo(newest());
    assertThat(root()).isEqualTo(none);

    long first = putDefaults(CLUSTER, 5);
    long second = putDefaults(CLUSTER, 6);
    refused(
        first,
        "update defaults",
        "operation "
            + second
            + " (update defaults) changed the same things later; undo that first");
    undo.undo(second);
    assertThat(defaults(CLUSTER)).hasValue("{\"datum_tries\":5}");

    long deleted = change("delete defaults", tx -> DefaultsChanges.delete(tx, CLUSTER));
    assertThat(defaults(CLUSTER)).isEmpty();
    undo.undo(deleted);
    assertThat(defaults(CLUSTER)).hasValue("{\"datum_tries\":5}");
    undo.undo(newest());
    assertThat(defaults(CLUSTER)).as("undone twice").isEmpty();
  }

  @Test
  void whatWasMadeWithDefaultsStaysWithoutThem() {
    long number = putDefaults(CLUSTER, 5);
    createPipeline();
    undo.undo(number);
    PipelineVersion version = new PipelineCatalog(catalog()).newestVersion(pipeline());
    assertThat(version.number()).isEqualTo(1);
    assertThat(version.spec().datumTries()).isEqualTo(5);
  }

  @Test
  void versionsMadeAnewGoWithTheDefaultsThatMadeThem() {
    createPipeline();
    Optional<Hash> before = root();
    long number =
        change(
            "update defaults",
            tx -> {
              DefaultsChanges.put(tx, CLUSTER, new RawJson("{\"datum_tries\":7}"));
              DefaultsChanges.regenerate(tx, Processed.KEEP, () -> "other");
            });
    assertThat(pipeline().version()).isEqualTo(2);
    assertThat(jobs()).containsExactly(JobState.CREATED, JobState.KILLED);
    undo.undo(number);
    assertThat(root()).isEqualTo(before);
    assertThat(jobs()).containsExactly(JobState.CREATED);
  }

  @Test
  void defaultsDoNotOutliveTheirProject() {
    long created = change("create project", tx -> RepoChanges.createProject(tx, Q, ""));
    long given = putDefaults(OF_Q, 5);
    refused(
        created, "create project", "project q has got defaults since; undo or delete that first");
    long deleted = change("delete defaults", tx -> DefaultsChanges.delete(tx, OF_Q));
    long gone = change("delete project", tx -> RepoChanges.deleteProject(tx, Q));
    refused(deleted, "delete defaults", "project q is gone; undo or delete that first");
    undo.undo(gone);
    undo.undo(deleted);
    assertThat(defaults(OF_Q)).hasValue("{\"datum_tries\":5}");
    assertThat(given).isLessThan(deleted);
  }

  @Test
  void aStopIsTakenBackWithTheJobThatItKilled() {
    createPipeline();
    Optional<Hash> before = root();
    long stopped = change("stop pipeline", tx -> PipelineChanges.stop(tx, P));
    assertThat(jobs()).containsExactly(JobState.KILLED);
    assertThat(catalog().downstream(IN)).isEmpty();
    undo.undo(stopped);
    assertThat(root()).isEqualTo(before);
    assertThat(jobs()).containsExactly(JobState.CREATED);
    assertThat(catalog().downstream(IN)).containsExactly(OUT);
  }

  @Test
  void aStopThatIsTakenBackLaterCatchesUpWithWhatCameSince() {
    createPipeline();
    long stopped = change("stop pipeline", tx -> PipelineChanges.stop(tx, P));
    CommitId missed = put("/b");
    assertThat(jobs()).containsExactly(JobState.KILLED);
    undo.undo(stopped);
    assertThat(pipeline().state()).isEqualTo(PipelineState.RUNNING);
    assertThat(jobs()).containsExactly(JobState.CREATED, JobState.CREATED);
    CommitId head = catalog().requireBranch(OUT).head();
    assertThat(catalog().requireCommit(OUT.repo(), head).provenance())
        .extracting(upstream -> upstream.commit())
        .containsExactly(missed);
    undo.undo(newest());
    assertThat(jobs()).as("the stop again").containsExactly(JobState.KILLED);
    assertThat(pipeline().state()).isEqualTo(PipelineState.PAUSED);
  }

  @Test
  void whatAJobThatRunsReadsIsNotTakenBack() {
    createPipeline();
    CommitId id = put("/b");
    long number = newest();
    JobId job = new JobId(P, id);
    change(
        "take up",
        tx -> JobChanges.takeUp(tx, job, 0, new JobOwner("host", "boot", 1, 2, "nonce")));
    refused(
        number, "put file", "job " + job + " has been taken up since; undo or delete that first");
    change("stop job", tx -> JobChanges.stop(tx, job));
    refused(
        number,
        "put file",
        "operation "
            + newest()
            + " (stop job) changed the same things later, and cannot be undone: job "
            + job
            + " has run; 'tusk delete commit' removes what it has made");
  }

  @Test
  void aStartIsTakenBackWithItsJobUnlessThatHasRun() {
    createPipeline();
    change("stop pipeline", tx -> PipelineChanges.stop(tx, P));
    put("/b");
    Optional<Hash> before = root();
    long started = change("start pipeline", tx -> PipelineChanges.start(tx, P));
    assertThat(jobs()).containsExactly(JobState.CREATED, JobState.KILLED);
    undo.undo(started);
    assertThat(root()).isEqualTo(before);

    long again = change("start pipeline", tx -> PipelineChanges.start(tx, P));
    JobId job = new JobId(P, catalog().requireBranch(OUT).head());
    long taken =
        change(
            "take up",
            tx -> JobChanges.takeUp(tx, job, 0, new JobOwner("host", "boot", 1, 2, "nonce")));
    refused(
        taken, "take up", "job " + job + " has run; 'tusk delete commit' removes what it has made");
    refused(
        again,
        "start pipeline",
        "job p@" + job.set() + " has been taken up since; undo or delete that first");
  }

  /** Nobody runs what follows without a pipeline. */
  @Test
  void aJobEndsThoughABranchWithoutAPipelineFollowsIt() {
    createPipeline();
    BranchName copies = branch("copies");
    change("create repo", tx -> RepoChanges.create(tx, copies.repo(), ""));
    change("create branch", tx -> BranchChanges.follow(tx, copies, List.of(OUT)));
    JobId job = new JobId(P, put("/b"));
    change("stop job", tx -> JobChanges.stop(tx, job));
    assertThat(new JobCatalog(catalog()).requireJob(job).state()).isEqualTo(JobState.KILLED);
    assertThat(catalog().requireCommit(copies.repo(), job.set()).isOpen()).isTrue();
  }

  /** To end a job that cannot be run changes what a user's stop of its upstream changes, too. */
  @Test
  void whatAnEngineDidIsNotTakenBack() {
    long created = createPipeline();
    JobId job = new JobId(P, catalog().requireBranch(OUT).head());
    store.transact(
        JobOperation.FINISH.of(job),
        tx -> {
          JobChanges.unrunnable(tx, job, List.of("in"));
          return true;
        });
    refused(newest(), "finish job " + job, "it was done while jobs ran, not by a user");
    assertThat(undo.newest()).hasValueSatisfying(r -> assertThat(r.number()).isEqualTo(created));
  }
}
