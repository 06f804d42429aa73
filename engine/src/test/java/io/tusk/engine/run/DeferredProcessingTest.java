/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineChanges.Request;
import io.tusk.pipeline.PipelineRemoval;
import io.tusk.pipeline.PipelineUndoRule;
import io.tusk.pipeline.SpecBatch;
import io.tusk.pipeline.SpecBatch.Action;
import io.tusk.repo.Branch;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.RepoUndoRule;
import io.tusk.repo.Undo;
import io.tusk.spec.text.SpecText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A pipeline that writes one branch, and another one that reads the branch beside it, to which a
 * user moves what is ready.
 */
final class DeferredProcessingTest {
  private static final PipelineName UPPER = new PipelineName(ProjectName.DEFAULT, "upper");
  private static final PipelineName NEXT = new PipelineName(ProjectName.DEFAULT, "next");
  private static final BranchName STAGING = new BranchName(UPPER.repo(), "staging");
  private static final BranchName READY = EngineFixture.master("upper");
  private static final String WRITER = writing("staging");
  private static final String READER = reading("next", "master");

  private EngineFixture f;

  @BeforeEach
  void begin() {
    f = new EngineFixture();
    f.createRepo("in");
    f.put("in", "/a", "one");
  }

  @AfterEach
  void soundStore() {
    f.close();
  }

  private static String writing(String branch) {
    return EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class)
        .replaceFirst("\\{", "{\"output_branch\":\"" + branch + "\",");
  }

  private static String reading(String pipeline, String branch) {
    return EngineFixture.javaSpec(pipeline, "upper", "/*", UpperCase.class)
        .replaceFirst("\"repo\":", "\"branch\":\"" + branch + "\",\"repo\":");
  }

  /** All specifications of a text in one transaction; the number of its record. */
  private long apply(Action action, String... specs) {
    f.store.transact(
        new Operation(action.name().toLowerCase(Locale.ROOT) + " pipeline", ""),
        tx ->
            SpecBatch.apply(
                tx,
                SpecBatch.read(
                        new SpecText("all.json", "[" + String.join(",", specs) + "]"),
                        ProjectName.DEFAULT,
                        tx.catalog())
                    .specs(),
                action,
                Processed.KEEP,
                spec -> new Request(spec.spec(), "salt", Optional.empty())));
    return f.store.snapshot().record().number();
  }

  private Catalog catalog() {
    return f.store.snapshot().catalog();
  }

  private Commit head(BranchName name) {
    return catalog().requireCommit(name.repo(), catalog().requireBranch(name).head());
  }

  private void moveHead(BranchName branch) {
    f.change(
        tx ->
            BranchChanges.point(
                tx,
                branch,
                tx.catalog()
                    .requireCommit(
                        STAGING.repo(), tx.catalog().requireBranch(STAGING).readable().get())));
  }

  /** States and counts of a pipeline's jobs, newest first. */
  private List<String> jobs(PipelineName name) {
    List<String> jobs = new ArrayList<>();
    new JobCatalog(catalog())
        .jobs(name)
        .forEachRemaining(
            job ->
                jobs.add(
                    job.state()
                        + ": "
                        + job.counts().processed()
                        + " processed, "
                        + job.counts().skipped()
                        + " skipped"));
    return jobs;
  }

  /** What users see after some step: files and numbers of commits by branch, and jobs. */
  private record View(
      Map<String, Map<String, String>> files,
      Map<String, Long> commits,
      List<String> upper,
      List<String> next) {}

  private View view() {
    Map<String, Map<String, String>> files = new TreeMap<>();
    Map<String, Long> commits = new TreeMap<>();
    for (String repo : List.of("in", "upper", "next")) {
      Iterator<Branch> branches = catalog().branches(EngineFixture.repo(repo));
      while (branches.hasNext()) {
        String branch = branches.next().name().toString();
        files.put(branch, f.contents(branch));
      }
      catalog()
          .commits(EngineFixture.repo(repo))
          .forEachRemaining(commit -> commits.merge(commit.branch().toString(), 1L, Long::sum));
    }
    return new View(files, commits, jobs(UPPER), jobs(NEXT));
  }

  /** What is seen after the first runs, after each move of the head, and in the end. */
  private List<View> history() {
    List<View> views = new ArrayList<>();
    f.run();
    views.add(view());
    f.put("in", "/b", "two");
    f.run();
    views.add(view());
    moveHead(READY);
    f.run();
    views.add(view());
    f.put("in", Map.of("/a", Optional.of("three"), "/b", Optional.empty()));
    f.run();
    moveHead(READY);
    f.run();
    views.add(view());
    return views;
  }

  @Test
  void oneCommandForBothComesToWhatTwoCommandsComeTo() {
    apply(Action.CREATE, WRITER);
    apply(Action.CREATE, READER);
    List<View> apart = history();
    assertThat(apart.get(1).files())
        .containsEntry("upper@staging", Map.of("/a", "ONE", "/b", "TWO"))
        .containsEntry("upper@master", Map.of())
        .containsEntry("next@master", Map.of());
    assertThat(apart.get(1).next()).containsExactly("SUCCESS: 0 processed, 0 skipped");
    assertThat(apart.get(2).files()).containsEntry("next@master", Map.of("/a", "ONE", "/b", "TWO"));
    assertThat(apart.get(3).files()).containsEntry("next@master", Map.of("/a", "THREE"));
    assertThat(apart.get(3).upper()).hasSize(3);
    assertThat(apart.get(3).next()).hasSize(3);
    for (List<String> order : List.of(List.of(WRITER, READER), List.of(READER, WRITER))) {
      f.close();
      begin();
      apply(Action.CREATE, order.toArray(String[]::new));
      assertThat(history()).isEqualTo(apart);
    }
  }

  @Test
  void bothJobsAreOfOneCommitSetAndTheReaderReadsTheEmptyBranch() {
    apply(Action.CREATE, READER, WRITER);
    Commit writes = head(STAGING);
    Commit reads = head(EngineFixture.master("next"));
    Commit empty = head(READY);
    assertThat(reads.id()).isEqualTo(writes.id());
    assertThat(empty.id()).isEqualTo(writes.id().before());
    assertThat(reads.provenance()).containsExactly(new Commit.Upstream(READY, empty.id()));
    assertThat(empty.provenance()).isEmpty();
    assertThat(catalog().commitSetWithProvenance(writes.id()))
        .extracting(Commit::label)
        .containsExactlyInAnyOrder(
            reads.label(), writes.label(), empty.label(), head(EngineFixture.master("in")).label());
    assertThat(new JobCatalog(catalog()).jobs(empty.id())).isEmpty();
  }

  /** It reads another commit of the repository than the one whose job has ended badly. */
  @Test
  void aJobOfTheWriterThatEndsBadlyDoesNotStopTheReader() {
    apply(Action.CREATE, WRITER, READER);
    f.change(tx -> JobChanges.stop(tx, new JobCatalog(tx.catalog()).jobs(UPPER).next().id()));
    List<Job> ended = f.run().ended();
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).id().pipeline()).isEqualTo(NEXT);
    assertThat(ended.get(0).state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void readersOfSeveralBranchesAreCreatedAtOnce() {
    apply(
        Action.CREATE,
        reading("third", "staging"),
        READER,
        reading("other", "dev"),
        WRITER,
        reading("awaiting", "pushed").replaceFirst("\"repo\":", trigger("staging")));
    CommitId set = head(STAGING).id();
    for (String branch : List.of("master", "dev", "pushed")) {
      assertThat(head(new BranchName(UPPER.repo(), branch)).id()).isEqualTo(set.before());
    }
    f.run();
    assertThat(f.contents("third@master")).isEqualTo(Map.of("/a", "ONE"));
    assertThat(f.contents("awaiting@master")).isEqualTo(Map.of("/a", "ONE"));
    assertThat(f.contents("next@master")).isEmpty();
    assertThat(f.contents("other@master")).isEmpty();
    moveHead(new BranchName(UPPER.repo(), "dev"));
    f.run();
    assertThat(f.contents("other@master")).isEqualTo(Map.of("/a", "ONE"));
    assertThat(f.contents("next@master")).isEmpty();
  }

  private static String trigger(String source) {
    return "\"trigger\":{\"branch\":\"" + source + "\",\"commits\":1},\"repo\":";
  }

  @Test
  void aReaderThroughATriggerOnABranchThatNobodyWritesYet() {
    apply(
        Action.CREATE,
        WRITER,
        reading("next", "pushed").replaceFirst("\"repo\":", trigger("master")));
    f.run();
    assertThat(f.contents("next@master")).isEmpty();
    moveHead(READY);
    f.run();
    assertThat(f.contents("next@master")).isEqualTo(Map.of("/a", "ONE"));
  }

  @Test
  void anUpdateMovesTheOutputAndAddsAReader() {
    apply(Action.CREATE, writing("master"));
    f.run();
    apply(Action.UPDATE, reading("next", "ready"), WRITER);
    BranchName ready = new BranchName(UPPER.repo(), "ready");
    assertThat(head(ready).id()).isEqualTo(head(STAGING).id().before());
    assertThat(head(STAGING).parent()).isEmpty();
    f.run();
    assertThat(f.contents("upper@master")).isEqualTo(Map.of("/a", "ONE"));
    assertThat(f.contents("upper@staging")).isEqualTo(Map.of("/a", "ONE"));
    assertThat(jobs(NEXT)).containsExactly("SUCCESS: 0 processed, 0 skipped");
    moveHead(ready);
    f.run();
    assertThat(f.contents("next@master")).isEqualTo(Map.of("/a", "ONE"));
  }

  @Test
  void anUpdateGivesAReaderANewBranchWhileTheWriterGetsAJob() {
    apply(Action.CREATE, WRITER, READER);
    f.run();
    CommitId before = head(STAGING).id();
    apply(Action.UPDATE, reading("next", "dev"), WRITER);
    BranchName dev = new BranchName(UPPER.repo(), "dev");
    assertThat(head(STAGING).parent()).hasValue(before);
    assertThat(head(dev).id()).isEqualTo(head(STAGING).id().before());
    assertThat(head(dev).parent()).isEmpty();
    f.run();
    assertThat(jobs(UPPER).get(0)).isEqualTo("SUCCESS: 0 processed, 1 skipped");
    moveHead(dev);
    f.run();
    assertThat(f.contents("next@master")).isEqualTo(Map.of("/a", "ONE"));
  }

  @Test
  void bothAreDeletedAsTheyWereCreated() {
    apply(Action.CREATE, WRITER, READER);
    f.run();
    f.change(
        tx ->
            PipelineRemoval.delete(
                tx,
                List.of(UPPER, NEXT),
                PipelineRemoval.Output.DELETE,
                PipelineRemoval.Followers.REFUSE));
    assertThat(catalog().repo(UPPER.repo())).isEmpty();
    assertThat(catalog().repo(NEXT.repo())).isEmpty();
    apply(Action.CREATE, WRITER, READER);
    f.run();
    moveHead(READY);
    f.run();
    assertThat(f.contents("next@master")).isEqualTo(Map.of("/a", "ONE"));
  }

  @Test
  void theCommandIsTakenBackAsAWhole() {
    long number = apply(Action.CREATE, WRITER, READER);
    new Undo(f.store, List.of(new RepoUndoRule(f.store), new PipelineUndoRule())).undo(number);
    assertThat(catalog().repos())
        .toIterable()
        .extracting(repo -> repo.name().name())
        .containsExactly("in");
    assertThat(catalog().commits())
        .toIterable()
        .extracting(Commit::label)
        .containsExactly(head(EngineFixture.master("in")).label());
  }
}
