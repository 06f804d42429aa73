/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.AllProjectsOption;
import io.tusk.cli.frame.ChangeCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
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

@Command(
    description = "Delete a pipeline with its output repository and its jobs.",
    footer = {"", "Examples:", "  tusk delete pipeline edges", "  tusk delete pipeline --all"})
public final class DeletePipeline extends ChangeCommand {
  @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "Its name.")
  private String name;

  @Option(names = "--all", description = "All pipelines of the project; with -A of all projects.")
  private boolean all;

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
    if (!all) {
      PipelineRemoval.delete(tx, pipeline(name));
      return;
    }
    List<PipelineName> left = new ArrayList<>();
    PipelineCatalog pipelines = new PipelineCatalog(tx.catalog());
    Iterator<Pipeline> found =
        allProjects.isSet() ? pipelines.pipelines() : pipelines.pipelines(project());
    found.forEachRemaining(pipeline -> left.add(pipeline.name()));
    while (!left.isEmpty()) {
      List<PipelineName> leaves = left.stream().filter(name -> !isFollowed(tx, name)).toList();
      if (leaves.isEmpty()) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "pipeline "
                + left.get(0)
                + " is followed by a branch that is no output of these pipelines; delete that"
                + " first");
      }
      leaves.forEach(pipeline -> PipelineRemoval.delete(tx, pipeline));
      left.removeAll(leaves);
    }
  }

  private static boolean isFollowed(Transaction tx, PipelineName name) {
    PipelineCatalog pipelines = new PipelineCatalog(tx.catalog());
    return !tx.catalog().downstream(pipelines.requirePipeline(name).output()).isEmpty();
  }
}
