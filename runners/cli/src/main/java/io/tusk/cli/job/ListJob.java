/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.cli.frame.AllProjectsOption;
import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.HistoryOption;
import io.tusk.cli.frame.Iterators;
import io.tusk.cli.frame.LimitOption;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "List the jobs of a pipeline, of one id or with -x of all pipelines, newest first; without"
            + " these the newest job sets.",
    footer = {
      "",
      "Examples:",
      "  tusk list job",
      "  tusk list job -p edges -n 5",
      "  tusk list job -x --state failure",
      "  tusk list job 0190f1c2d3e47a5b8c6d7e8f90a1b2c3"
    })
public final class ListJob extends QueryCommand {
  @Parameters(paramLabel = "ID", arity = "0..1", description = "The jobs of this id.")
  private String id;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "PIPELINE",
      description = "Only jobs of this pipeline.")
  private String pipeline;

  @Option(
      names = {"-x", "--expand"},
      description = "List the jobs, not the job sets.")
  private boolean expand;

  @Option(
      names = {"-i", "--input"},
      paramLabel = "REPO@COMMIT",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Only jobs that read this commit; may be repeated.")
  private List<String> inputs = List.of();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Only jobs in one of these states: ${COMPLETION-CANDIDATES}.")
  private List<State> states = List.of();

  /** Pachyderm's states, also those in which no job here is ever. */
  enum State {
    CREATED,
    STARTING,
    RUNNING,
    EGRESSING,
    FINISHING,
    SUCCESS,
    FAILURE,
    KILLED,
    UNRUNNABLE;

    boolean isOf(Job job) {
      return name().equals(job.state().name());
    }
  }

  @Mixin private HistoryOption history;
  @Mixin private LimitOption number;
  @Mixin private AllProjectsOption allProjects;

  /** For scripts of Pachyderm, whose listing may start a pager. */
  @Option(names = "--no-pager", description = "Start no pager, which is never done.")
  void noPager(boolean ignored) {}

  @Override
  protected Answer answer(View view) {
    boolean narrowed = !inputs.isEmpty() || !states.isEmpty() || history.isSet();
    if (id != null && (narrowed || pipeline != null)) {
      throw misuse("an id excludes --pipeline, --input, --state and --history; give it alone");
    }
    JobCatalog jobs = new JobCatalog(view.catalog());
    if (id != null && !CommitId.looksLikeId(id)) {
      throw misuse("\"" + id + "\" is no id of 32 digits; -p names a pipeline");
    }
    if (id != null) {
      return listing(view, JobSet.require(jobs, new CommitId(id)).iterator());
    }
    if (pipeline == null && !expand) {
      if (narrowed) {
        throw misuse(
            "--input, --state and --history are for jobs, not for job sets; add -p PIPELINE or -x");
      }
      return JobSet.listing(view.catalog(), Iterators.filter(jobs.jobs(), this::isOfProject))
          .limit(number.limit());
    }
    return listing(view, Iterators.filter(candidates(view.catalog(), jobs), selection(view)));
  }

  private boolean isOfProject(Job job) {
    return allProjects.isSet() || job.id().pipeline().project().equals(project());
  }

  private Iterator<Job> candidates(Catalog catalog, JobCatalog jobs) {
    if (pipeline == null) {
      return Iterators.filter(jobs.jobs(), this::isOfProject);
    }
    PipelineName name = pipeline(pipeline);
    new PipelineCatalog(catalog).requirePipeline(name);
    return jobs.jobs(name);
  }

  private Predicate<Job> selection(View view) {
    long older = history.older();
    PipelineCatalog pipelines = new PipelineCatalog(view.catalog());
    List<Commit> read = inputs.stream().map(text -> view.resolver().head(commit(text))).toList();
    return job ->
        (states.isEmpty() || states.stream().anyMatch(state -> state.isOf(job)))
            && isRecent(pipelines, job, older)
            && readsAll(view.catalog(), job, read);
  }

  /** A job that nobody has taken up has no version yet, and will run the newest. */
  private static boolean isRecent(PipelineCatalog pipelines, Job job, long older) {
    Optional<Pipeline> pipeline = pipelines.pipeline(job.id().pipeline());
    long newest = pipeline.map(Pipeline::version).orElse(job.version());
    return job.version() == 0 || newest - job.version() <= older;
  }

  private static boolean readsAll(Catalog catalog, Job job, List<Commit> commits) {
    if (commits.isEmpty()) {
      return true;
    }
    Commit output = catalog.requireCommit(job.id().pipeline().repo(), job.id().set());
    return commits.stream()
        .allMatch(
            commit ->
                output.provenance().stream()
                    .anyMatch(
                        up ->
                            up.branch().repo().equals(commit.repo())
                                && up.commit().equals(commit.id())));
  }

  private Answer listing(View view, Iterator<Job> jobs) {
    return Listing.of(jobs, new JobDocuments(view.catalog())::of)
        .limit(number.limit())
        .column("PROJECT", job -> job.id().pipeline().project())
        .column("PIPELINE", job -> job.id().pipeline().name())
        .column("ID", job -> job.id().set())
        .column("STARTED", Job::started)
        .column("DURATION", job -> JobText.duration(job, view.now()))
        .column("RESTART", JobText::restarts)
        .column("PROGRESS", job -> JobText.progress(job.counts()))
        .column("DL", job -> Format.size(job.stats().downloadBytes()))
        .column("UL", job -> Format.size(job.stats().uploadBytes()))
        .column("STATE", JobText::stateAndReason);
  }
}
