/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.AllProjectsOption;
import io.tusk.cli.frame.ReadCommand;
import io.tusk.cli.frame.View;
import io.tusk.name.CommitId;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.pipeline.dag.Dag;
import io.tusk.pipeline.dag.DagDrawing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws pipelines. */
@Command(
    description = "Draw the pipelines of a project with what they read, as boxes of text.",
    footer = {
      "",
      "Examples:",
      "  tusk draw pipeline",
      "  tusk draw pipeline --box-width 20 --edge-height 3"
    })
public final class DrawPipeline extends ReadCommand {
  @Option(
      names = {"-c", "--commit"},
      paramLabel = "ID",
      description = "As the pipelines were when these commits were made.")
  private String commit;

  @Option(
      names = "--box-width",
      paramLabel = "N",
      defaultValue = "" + DagDrawing.DEFAULT_BOX_WIDTH,
      description = "Characters inside of a box; longer names are cut.")
  private int boxWidth;

  @Option(
      names = "--edge-height",
      paramLabel = "N",
      defaultValue = "" + DagDrawing.DEFAULT_EDGE_HEIGHT,
      description = "Lines between two rows of boxes.")
  private int edgeHeight;

  @Mixin private AllProjectsOption allProjects;

  @Override
  protected void read(View view) {
    PipelineCatalog pipelines = new PipelineCatalog(view.catalog());
    Instant time = commit == null ? Instant.MAX : pipelines.timeOf(new CommitId(commit));
    Iterator<Pipeline> found =
        allProjects.isSet() ? pipelines.pipelines() : pipelines.pipelines(project());
    List<PipelineVersion> versions = new ArrayList<>();
    found.forEachRemaining(
        pipeline -> pipelines.versionAt(pipeline.name(), time).ifPresent(versions::add));
    out().print(DagDrawing.draw(Dag.of(versions), boxWidth, edgeHeight));
  }
}
