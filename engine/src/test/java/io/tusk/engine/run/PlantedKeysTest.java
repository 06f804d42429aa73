/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.datum.ResultKey;
import io.tusk.meta.MetadataValue;
import io.tusk.name.CommitId;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import io.tusk.repo.Commit;
import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs, versions, pipelines and commits that do not agree are named. */
final class PlantedKeysTest extends PlantedStore {
  private static final String OTHER = "0".repeat(31) + "1";

  @Test
  void anotherDatumTreeThanTheJobs() {
    String other = ids.get((ids.indexOf(id) + 1) % COMMITS);
    Ref datums = value("commit/" + other + "/default/p").root("datums").orElseThrow();
    plant(jobKey(), (json, roots) -> roots.put("datums", datums));
    assertNamed(commit + ": its job has other datums than it has");
  }

  @Test
  void anotherShape() {
    plant(commitKey(), (json, roots) -> json.put("shape", "0".repeat(64)));
    assertNamed(commit + ": its shape is not that of the pipeline's version 1");
  }

  @Test
  void countsThatAreOff() {
    plant(jobKey(), (json, roots) -> json.withObject("/counts").put("skipped", 9_999));
    assertThat(fixture.pipelineProblems())
        .as("seed %d", seed)
        .singleElement()
        .asString()
        .matches(
            "job p@"
                + id
                + ": it counts 150 datums, \\d{4,5} processed or skipped, 0 recovered, 0 failed,"
                + " and its datum tree 150 datums, 150 processed or skipped, 0 recovered, 0"
                + " failed");
  }

  @Test
  void aJobInAnotherStateThanItsCommit() {
    plant(jobKey(), (json, roots) -> json.put("state", "FAILURE"));
    assertNamed("job p@" + id + ": it is FAILURE, and its commit is not");
  }

  @Test
  void jobsThatBelongToNothing() {
    MetadataValue job = value(jobKey());
    transact(
        tx -> {
          tx.metadata().put("job/" + OTHER + "/default/p", job);
          tx.metadata().put("job/" + id + "/default/q", job);
          tx.metadata().remove(jobKey());
        });
    assertNamed(
        commit + ": the job that made it does not exist",
        "job p@" + OTHER + ": its commit does not exist",
        "job q@" + id + ": pipeline q does not exist",
        "job q@" + id + ": its commit does not exist");
  }

  @Test
  void jobsThatAreMalformed() {
    plant(jobKey(), (json, roots) -> json.put("state", "LOST"));
    assertThat(fixture.pipelineProblems())
        .as("seed %d", seed)
        .hasSize(2)
        .allMatch(problem -> problem.contains(": it is malformed: No enum constant"));
  }

  @Test
  void aVersionThatIsMissing() {
    MetadataValue version = value("version/default/p/00000001");
    plant("pipeline/default/p", (json, roots) -> json.put("version", 2));
    assertNamed("pipeline p: its version 2 is missing");
    plant("pipeline/default/p", (json, roots) -> json.put("version", 1L << 60));
    assertNamed("pipeline p: its versions 2 to 1152921504606846976 are missing");
    plant("pipeline/default/p", (json, roots) -> json.put("version", 2));
    transact(
        tx -> {
          tx.metadata().put("version/default/p/00000002", version);
          tx.metadata().remove("version/default/p/00000001");
        });
    assertThat(fixture.pipelineProblems())
        .contains(
            "pipeline p: its version 1 is missing",
            "job p@" + id + ": version 1 of its pipeline, which it ran, does not exist")
        .hasSize(1 + COMMITS + 2);
  }

  @Test
  void versionsThatBelongToNothing() {
    MetadataValue version = value("version/default/p/00000001");
    transact(
        tx -> {
          tx.metadata().put("version/default/p/00000007", version);
          tx.metadata().put("version/default/q/00000001", version);
        });
    assertNamed(
        "version 00000007 of pipeline p: the pipeline is at version 1",
        "version 00000001 of pipeline q: the pipeline does not exist");
  }

  @Test
  void aPipelineThatIsNotAsItsVersion() {
    plant("pipeline/default/p", (json, roots) -> json.put("salt", "other").put("state", "PAUSED"));
    assertNamed(
        "pipeline p: its salt is not that of its newest version",
        "pipeline p: its output follows [in@master], and should follow []");
  }

  @Test
  void anOutputBranchThatIsNotOwned() {
    plant("branch/default/p/master", (json, roots) -> json.remove("pipeline"));
    plant("branch/default/in/master", (json, roots) -> json.put("pipeline", true));
    assertNamed(
        "pipeline p: its output branch p@master is not its own",
        "branch in@master: it is a pipeline's output, and no pipeline writes it");
  }

  @Test
  void aResultUnderAnotherHash() {
    Hash other = Hash.of(new byte[] {1});
    Ref results =
        edited(
            Tree.stored(value("pipeline/default/p").root("results").orElseThrow()),
            Edit.put(record.encode(ResultKey.of(key, other))),
            Summarizer.NONE);
    plant("pipeline/default/p", (json, roots) -> roots.put("results", results));
    assertNamed("pipeline p: the result of " + datum + " lies under another hash than its own");
  }

  @Test
  void aResultThatIsMalformed() {
    Entry broken = Entry.of(ResultKey.of(key, record.hash()), new byte[] {9}, List.of());
    Ref results =
        edited(
            Tree.stored(value("pipeline/default/p").root("results").orElseThrow()),
            Edit.put(broken),
            Summarizer.NONE);
    plant("pipeline/default/p", (json, roots) -> roots.put("results", results));
    assertThat(fixture.pipelineProblems())
        .as("seed %d", seed)
        .singleElement()
        .asString()
        .startsWith("pipeline p: ")
        .contains("a datum in state 9");
  }

  @Test
  void aResultOfACommitThatEndedBadly() {
    Commit good =
        fixture.store.snapshot().catalog().requireCommit(EngineFixture.repo("p"), new CommitId(id));
    assertThat(good.isReadable()).isTrue();
    plant(commitKey(), (json, roots) -> json.put("error", "told so"));
    assertNamed(
        commit + ": it has a result, and was not finished well",
        "job p@" + id + ": it is SUCCESS, and its commit is not");
  }
}
