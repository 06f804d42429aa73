/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.log.Operation;
import io.tusk.name.CommitId;
import io.tusk.objects.EveryStore;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.repo.BranchChanges;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A chain of two pipelines over a thousand files, through all that can happen to them. */
@EveryStore
final class ThousandFilesTest {
  private static final int FILES = 1_000;
  private static final String GLOB = "/**/*.txt";

  private final EngineFixture fixture = new EngineFixture();

  private static String path(int i) {
    return String.format(
        Locale.ROOT,
        "/b\u00fccher %d/\u65e5\u672c/%s%03d.txt",
        i / 100,
        i % 2 == 0 ? "" : "\ud83d\udcd6/",
        i);
  }

  private static Map<String, Optional<String>> thousandFiles() {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < FILES; i++) {
      files.put(path(i), Optional.of("text " + i));
    }
    return files;
  }

  /** What is expected of a file that holds {@code text} after both pipelines. */
  private static String twice(String text) {
    return text.toUpperCase(Locale.ROOT) + "!!";
  }

  private RunReport run(long processed, long skipped) {
    RunReport report = fixture.run();
    assertThat(report.ended()).hasSize(2).allMatch(job -> job.state() == JobState.SUCCESS);
    assertThat(report.ended())
        .extracting(Job::counts)
        .containsOnly(new JobCounts(processed + skipped, processed, skipped, 0, 0));
    assertThat(report.runnersStarted()).isEqualTo(processed > 0 ? 2 : 0);
    return report;
  }

  private static CommitId set(RunReport report) {
    return report.ended().get(0).id().set();
  }

  private Hash head(String repo) {
    return fixture.files(repo + "@master").hash();
  }

  private void pointInput(CommitId commit) {
    fixture.store.transact(
        new Operation("create branch", "in"),
        tx -> {
          BranchChanges.point(
              tx,
              EngineFixture.master("in"),
              tx.catalog().requireCommit(EngineFixture.repo("in"), commit));
          return null;
        });
  }

  @Test
  void costFollowsTheChange() {
    fixture.createRepo("in");
    CommitId first = fixture.put("in", thousandFiles());
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", GLOB, UpperCase.class));
    fixture.createPipeline(EngineFixture.javaSpec("loud", "upper", GLOB, Louder.class));
    CommitId firstSet = set(run(FILES, 0));
    Map<String, String> expected = new TreeMap<>();
    thousandFiles().forEach((path, text) -> expected.put(path, twice(text.orElseThrow())));
    assertThat(fixture.contents("loud@master")).isEqualTo(expected);
    Hash firstUpper = head("upper");
    Hash firstLoud = head("loud");

    fixture.put("in", path(500), "changed");
    run(1, FILES - 1);
    expected.put(path(500), twice("changed"));
    assertThat(fixture.contents("loud@master")).isEqualTo(expected);

    fixture.put("in", Map.of(path(501), Optional.empty()));
    run(0, FILES - 1);
    expected.remove(path(501));
    assertThat(fixture.contents("loud@master")).isEqualTo(expected);

    Hash before = head("loud");
    fixture.put("in", path(500), "changed");
    run(0, FILES - 1);
    assertThat(head("loud")).isEqualTo(before);

    pointInput(first);
    run(0, FILES);
    assertThat(head("upper")).isEqualTo(firstUpper);
    assertThat(head("loud")).isEqualTo(firstLoud);

    updates(firstSet);
    fixture.close();
  }

  private void updates(CommitId firstSet) {
    Map<String, String> old = fixture.contents("upper@" + firstSet);
    String newCode = EngineFixture.javaSpec("upper", "in", GLOB, Louder.class);
    fixture.updatePipeline(newCode, Processed.KEEP);
    run(0, FILES);
    assertThat(fixture.contents("upper@master")).isEqualTo(old);

    fixture.put("in", "/b/new.txt", "new");
    run(1, FILES);
    assertThat(fixture.contents("upper@master"))
        .containsEntry("/b/new.txt", "new!!")
        .hasSize(1_001);
    assertThat(fixture.contents("upper@master")).containsAllEntriesOf(old);

    fixture.updatePipeline(newCode, Processed.REPROCESS);
    RunReport report = fixture.run();
    assertThat(report.ended())
        .extracting(job -> job.id().pipeline().name() + " " + job.counts().processed())
        .containsExactly("upper 1001", "loud 1000");
    assertThat(fixture.contents("upper@master"))
        .hasSize(1_001)
        .containsEntry(path(3), "text 3!!")
        .doesNotContainValue("TEXT 3");
    assertThat(fixture.contents("upper@" + firstSet)).isEqualTo(old);
  }
}
