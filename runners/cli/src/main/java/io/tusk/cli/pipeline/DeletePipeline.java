/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.AllProjectsOption;
import io.tusk.cli.frame.ChangeCommand;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineRemoval;
import io.tusk.repo.Transaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes pipelines. */
@Command(
    description = "Delete a pipeline with its output repository and its jobs.",
    footer = {
      "",
      "Examples:",
      "  tusk delete pipeline edges",
      "  tusk delete pipeline edges --keep-repo",
      "  tusk delete pipeline --all"
    })
public final class DeletePipeline extends ChangeCommand {
  @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "Its name.")
  private String name;

  @Option(names = "--all", description = "All pipelines of the project; with -A of all projects.")
  private boolean all;

  @Option(names = "--keep-repo", description = "Keep the output as a repository like any other.")
  private boolean keepRepo;

  @Option(
      names = {"-f", "--force"},
      description = "Delete it though others read it: pipelines that do are stopped.")
  private boolean force;

  @Mixin private AllProjectsOption allProjects;

  @Override
  protected boolean prepare() {
    if (allProjects.isSet() && !all) {
      throw misuse("-A goes with --all");
    }
    if (all == (name != null)) {
      throw misuse("either a pipeline name or --all needs to be given");
    }
    return true;
  }

  @Override
  protected String subject() {
    return all ? allProjects.isSet() ? "--all -A" : "--all" : pipeline(name).toString();
  }

  @Override
  protected void change(Transaction tx) {
    PipelineRemoval.delete(
        tx,
        all ? found(tx) : List.of(pipeline(name)),
        keepRepo ? PipelineRemoval.Output.KEEP : PipelineRemoval.Output.DELETE,
        force ? PipelineRemoval.Followers.CUT_OFF : PipelineRemoval.Followers.REFUSE);
  }

  private List<PipelineName> found(Transaction tx) {
    PipelineCatalog pipelines = new PipelineCatalog(tx.catalog());
    Iterator<Pipeline> found =
        allProjects.isSet() ? pipelines.pipelines() : pipelines.pipelines(project());
    List<PipelineName> names = new ArrayList<>();
    found.forEachRemaining(pipeline -> names.add(pipeline.name()));
    return names;
  }
}
