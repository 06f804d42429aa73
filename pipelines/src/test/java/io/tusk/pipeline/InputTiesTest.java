/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import static io.tusk.error.Failures.assertFails;
import static io.tusk.pipeline.CronFixture.P;
import static io.tusk.pipeline.CronFixture.master;
import static io.tusk.pipeline.CronFixture.repo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.cron.CronExpression;
import io.tusk.error.ErrorCode;
import io.tusk.files.FileSet;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.PipelineName;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineRemoval.Followers;
import io.tusk.pipeline.PipelineRemoval.Output;
import io.tusk.repo.Branch;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Commit;
import io.tusk.repo.DecimalSize;
import io.tusk.repo.FileWrite;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.RepoUndoRule;
import io.tusk.repo.Trigger;
import io.tusk.repo.TriggerChanges;
import io.tusk.repo.Undo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Inputs that a trigger moves, and inputs whose commits start no job, through a pipeline's life.
 */
final class InputTiesTest {
  private static final BranchName OWN = new BranchName(repo("in"), "p-trigger-1");
  private static final String EACH = "'repo':'in','glob':'/*','trigger':{'commits':1}";
  private static final Trigger.Conditions ONE =
      new Trigger.Conditions(
          Trigger.Match.ANY, Optional.empty(), Optional.empty(), 1, Optional.empty());

  @RegisterExtension final CronFixture f = new CronFixture();

  @BeforeEach
  void createRepo() {
    f.change("create repo", tx -> RepoChanges.create(tx, repo("in"), ""));
  }

  private static String pipeline(String name, String... pfs) {
    StringBuilder inputs = new StringBuilder();
    for (String input : pfs) {
      inputs.append(inputs.isEmpty() ? "" : ",").append("{'pfs':{").append(input).append("}}");
    }
    String input = pfs.length == 1 ? inputs.toString() : "{'cross':[" + inputs + "]}";
    return ("{'pipeline':{'name':'" + name + "'},'transform':{'cmd':['sh']},'input':" + input + "}")
        .replace('\'', '"');
  }

  private CommitId put(BranchName branch, String path) {
    try (FileWrite write = new FileWrite(f.store)) {
      write.put(new FilePath(path), new ByteArrayInputStream(path.getBytes(UTF_8)));
      return write.commit(branch, new Operation("put file", branch.toString()), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Branch> branch(BranchName name) {
    return f.catalog().branch(name);
  }

  private List<Commit.Upstream> newestJob(String pipeline) {
    Branch output = branch(master(pipeline)).orElseThrow();
    return f.catalog().requireCommit(output.name().repo(), output.head()).provenance();
  }

  private void refuses(String message, String text) {
    assertFails(ErrorCode.CONFLICT, message, () -> f.create(text));
  }

  @Test
  void aPipelineMakesABranchForItsTriggerAndHasAJobWhenThatFires() {
    put(master("in"), "/0");
    f.create(pipeline("p", "'repo':'in','glob':'/*','trigger':{'commits':2}"));
    CommitId empty = branch(OWN).orElseThrow().head();
    assertThat(newestJob("p")).containsExactly(new Commit.Upstream(OWN, empty));
    assertThat(f.jobs("p")).as("one of an empty input").isEqualTo(1);
    CommitId one = put(master("in"), "/1");
    assertThat(f.jobs("p")).as("2 commits to the beginning").isEqualTo(2);
    assertThat(newestJob("p")).containsExactly(new Commit.Upstream(OWN, one));
    put(master("in"), "/2");
    assertThat(f.jobs("p")).isEqualTo(2);
    CommitId three = put(master("in"), "/3");
    assertThat(f.jobs("p")).isEqualTo(3);
    assertThat(newestJob("p")).containsExactly(new Commit.Upstream(OWN, three));
  }

  @Test
  void allThatASpecificationSaysOfATriggerIsSet() {
    f.create(
        pipeline(
            "p",
            "'repo':'in','branch':'release','glob':'/*','trigger':{'branch':'staging','all':true,"
                + "'rate_limit_spec':'@hourly','size':'10M','commits':3,'cron_spec':'@daily'}"));
    Trigger trigger =
        branch(new BranchName(repo("in"), "release")).flatMap(Branch::trigger).orElseThrow();
    assertThat(trigger.source()).isEqualTo(new BranchName(repo("in"), "staging"));
    assertThat(trigger.conditions())
        .isEqualTo(
            new Trigger.Conditions(
                Trigger.Match.ALL,
                Optional.of(new CronExpression("@hourly")),
                Optional.of(new DecimalSize("10M")),
                3,
                Optional.of(new CronExpression("@daily"))));
  }

  @Test
  void aBranchThatGotItsNameFromThePipelineGoesWithIt() {
    f.create(pipeline("p", EACH));
    assertThat(branch(OWN)).isPresent();
    f.change("delete", tx -> PipelineRemoval.delete(tx, P));
    assertThat(branch(OWN)).isEmpty();
    assertThat(f.catalog().triggered(master("in"))).isEmpty();
  }

  @Test
  void aBranchThatTheUserNamedStaysWithoutTheTrigger() {
    BranchName release = new BranchName(repo("in"), "release");
    f.create(pipeline("p", EACH + ",'branch':'release'"));
    CommitId put = put(master("in"), "/1");
    f.change("delete", tx -> PipelineRemoval.delete(tx, P));
    assertThat(branch(release).orElseThrow().head()).isEqualTo(put);
    assertThat(branch(release).orElseThrow().trigger()).isEmpty();
  }

  @Test
  void whatOthersFollowStaysAsItIs() {
    f.create(pipeline("p", EACH));
    f.create(pipeline("q", EACH + ",'branch':'p-trigger-1'"));
    f.change("delete", tx -> PipelineRemoval.delete(tx, P));
    assertThat(branch(OWN).flatMap(Branch::trigger)).isPresent();
    CommitId put = put(master("in"), "/1");
    assertThat(newestJob("q")).containsExactly(new Commit.Upstream(OWN, put));
    f.change("delete", tx -> PipelineRemoval.delete(tx, new PipelineName(P.project(), "q")));
    assertThat(branch(OWN).flatMap(Branch::trigger)).isEmpty();
  }

  @Test
  void aTriggerThatWasSetByHandSinceStays() {
    BranchName dev = new BranchName(repo("in"), "dev");
    f.create(pipeline("p", EACH));
    f.change("set", tx -> TriggerChanges.set(tx, OWN, dev, ONE));
    f.change("delete", tx -> PipelineRemoval.delete(tx, P));
    assertThat(branch(OWN).flatMap(Branch::trigger).map(Trigger::source)).hasValue(dev);
  }

  @Test
  void anUpdateKeepsChangesOrTakesBackTheTrigger() {
    f.create(pipeline("p", EACH));
    Branch before = branch(OWN).orElseThrow();
    f.update(pipeline("p", EACH));
    assertThat(branch(OWN)).hasValue(before);
    f.update(pipeline("p", "'repo':'in','glob':'/*','trigger':{'commits':2}"));
    assertThat(branch(OWN).flatMap(Branch::trigger).orElseThrow().conditions().commits())
        .isEqualTo(2);
    assertThat(branch(OWN).orElseThrow().head()).isEqualTo(before.head());
    f.update(pipeline("p", "'repo':'in','glob':'/*'"));
    assertThat(branch(OWN)).isEmpty();
    assertThat(branch(master("p")).orElseThrow().provenance()).containsExactly(master("in"));
    f.change("rerun", tx -> PipelineChanges.rerun(tx, P, "other", Processed.KEEP));
    f.update(pipeline("p", EACH));
    assertThat(branch(OWN).flatMap(Branch::trigger)).isPresent();
  }

  @Test
  void aStoppedPipelineFindsItsTriggerAgain() {
    f.create(pipeline("p", EACH));
    f.change("stop", tx -> PipelineChanges.stop(tx, P));
    int jobs = f.jobs("p");
    put(master("in"), "/1");
    assertThat(f.jobs("p")).isEqualTo(jobs);
    f.change("delete branch", tx -> BranchChanges.deleteForced(tx, OWN));
    f.change("start", tx -> PipelineChanges.start(tx, P));
    CommitId second = put(master("in"), "/2");
    assertThat(newestJob("p")).containsExactly(new Commit.Upstream(OWN, second));
  }

  /** Both are created in one transaction, and the first one's output is open at once. */
  @Test
  void aPipelineReadsTheOutputOfAnotherOneThroughATrigger() {
    BranchName between = new BranchName(repo("p"), "q-trigger-1");
    f.create(
        "["
            + pipeline("q", "'repo':'p','glob':'/','trigger':{'size':'3'}")
            + ","
            + pipeline("p", "'repo':'in','glob':'/*'")
            + "]");
    CommitId empty = branch(between).orElseThrow().head();
    assertThat(newestJob("q")).containsExactly(new Commit.Upstream(between, empty));
    finishJob("p", FileSet.EMPTY);
    assertThat(f.jobs("q")).isEqualTo(1);
    put(master("in"), "/1");
    put(master("in"), "/2");
    FileSet four = f.catalog().requireCommit(repo("in"), head(master("in"))).files();
    finishJob("p", FileSet.EMPTY);
    assertThat(f.jobs("q")).isEqualTo(1);
    CommitId full = head(master("p"));
    finishJob("p", four);
    assertThat(f.jobs("q")).as("4 bytes").isEqualTo(2);
    assertThat(newestJob("q")).containsExactly(new Commit.Upstream(between, full));
    assertFails(
        ErrorCode.CONFLICT,
        "repo p cannot be deleted: pipeline q reads its branch q-trigger-1"
            + "; give the pipeline another input by 'tusk update pipeline', or delete it first:"
            + " 'tusk delete pipeline q'",
        () -> f.change("delete", tx -> PipelineRemoval.delete(tx, P)));
    f.change(
        "delete", tx -> PipelineRemoval.delete(tx, List.of(P), Output.DELETE, Followers.CUT_OFF));
    assertThat(f.catalog().repo(repo("p"))).isEmpty();
  }

  private CommitId head(BranchName name) {
    return branch(name).orElseThrow().head();
  }

  /** The oldest one that is not finished, as an engine does. */
  private void finishJob(String pipeline, FileSet files) {
    JobId id =
        new JobCatalog(f.catalog())
            .pending().stream()
                .map(Job::id)
                .filter(job -> job.pipeline().name().equals(pipeline))
                .findFirst()
                .orElseThrow();
    f.change(
        "job",
        tx -> {
          Commit commit = tx.catalog().requireCommit(repo(pipeline), id.set());
          io.tusk.repo.CommitChanges.finish(
              tx,
              commit,
              files,
              Optional.of(
                  new Commit.Result(
                      Hash.of(new byte[0]),
                      List.of(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty())),
              Optional.empty());
        });
  }

  @Test
  void whatCannotBeATrigger() {
    f.create(pipeline("p", "'repo':'in','glob':'/*'"));
    refuses(
        "branch p@master is written by pipeline p alone; use another branch or change the pipeline's"
            + " input",
        pipeline(
            "q",
            "'repo':'p','branch':'master','glob':'/','trigger':" + "{'branch':'dev','commits':1}"));
    BranchName staging = new BranchName(repo("in"), "staging");
    f.create(
        pipeline(
            "r",
            "'repo':'in','branch':'release','glob':'/*',"
                + "'trigger':{'branch':'staging','commits':1}"));
    refuses(
        "pipeline s cannot give branch in@release another trigger: branch r@master follows it as it"
            + " is; give the input a branch of its own",
        pipeline("s", "'repo':'in','branch':'release','glob':'/','trigger':{'commits':2}"));
    assertFails(
        ErrorCode.CONFLICT,
        "branch in@staging cannot be deleted: pipeline r reads branch in@release, which it triggers; give the pipeline another input by 'tusk update pipeline', or delete it first:"
            + " 'tusk delete pipeline r'",
        () -> f.change("delete branch", tx -> BranchChanges.deleteForced(tx, staging)));
  }

  @Test
  void anInputThatNeverStartsAJobIsReadAsOfItsHead() {
    f.change("create repo", tx -> RepoChanges.create(tx, repo("model"), ""));
    f.create(
        pipeline(
            "p",
            "'repo':'in','glob':'/*'",
            "'repo':'model','glob':'/','propagation_spec':{'never':true}"));
    int jobs = f.jobs("p");
    put(master("model"), "/a");
    CommitId second = put(master("model"), "/b");
    assertThat(f.jobs("p")).isEqualTo(jobs);
    CommitId put = put(master("in"), "/1");
    assertThat(newestJob("p"))
        .containsExactly(
            new Commit.Upstream(master("in"), put), new Commit.Upstream(master("model"), second));
    f.change("stop", tx -> PipelineChanges.stop(tx, P));
    f.change("start", tx -> PipelineChanges.start(tx, P));
    int after = f.jobs("p");
    put(master("model"), "/c");
    assertThat(f.jobs("p")).isEqualTo(after);
    f.update(pipeline("p", "'repo':'in','glob':'/*'", "'repo':'model','glob':'/'"));
    CommitId third = put(master("model"), "/d");
    assertThat(newestJob("p")).contains(new Commit.Upstream(master("model"), third));
  }

  @Test
  void aBranchThatTwoInputsReadStartsJobsUnlessBothSayNever() {
    String never = ",'propagation_spec':{'never':true}";
    String one = "'name':'one','repo':'in','glob':'/*'";
    String two = "'name':'two','repo':'in','glob':'/'";
    f.create(pipeline("p", one + never, two));
    assertThat(branch(master("p")).orElseThrow().passive()).isEmpty();
    f.update(pipeline("p", one + never, two + never));
    assertThat(branch(master("p")).orElseThrow().passive()).containsExactly(master("in"));
  }

  @Test
  void theCreationIsTakenBackWithItsBranch() {
    Optional<Hash> before = root();
    f.create(pipeline("p", EACH));
    new Undo(f.store, List.of(new RepoUndoRule(f.store), new PipelineUndoRule()))
        .undo(f.store.snapshot().record().number());
    assertThat(root()).isEqualTo(before);
  }

  private Optional<Hash> root() {
    return f.store.snapshot().record().metadata().map(ref -> ref.hash());
  }
}
