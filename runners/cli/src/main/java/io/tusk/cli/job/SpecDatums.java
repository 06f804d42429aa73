/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.RawJson;
import io.tusk.cli.frame.View;
import io.tusk.datum.DatumInput;
import io.tusk.datum.InputTree;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.pipeline.PipelineInputs;
import io.tusk.pipeline.SpecBatch;
import io.tusk.plan.DatumPreview;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitRef;
import io.tusk.spec.Input;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.parse.ParsedSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The datums that a pipeline would have if it were created now. */
final class SpecDatums {
  private static final int MOST_NAMES = 5;

  private SpecDatums() {}

  /**
   * @throws TuskException INVALID unless there is one specification, and one whose datums are known
   *     before it is created
   */
  static Listing<?> listing(View view, SpecBatch batch) {
    if (batch.specs().size() != 1) {
      throw new TuskException(
          ErrorCode.INVALID,
          "the datums of one pipeline are listed at a time, and there are specifications of "
              + batch.specs().size()
              + ": "
              + first(batch.specs())
              + "; give one of them alone");
    }
    InputTree tree = PipelineInputs.of(input(batch.specs().get(0).spec()));
    Map<BranchName, CommitId> commits = new HashMap<>();
    List<FileSet> held = new ArrayList<>();
    for (DatumInput leaf : tree.leaves().toList()) {
      Optional<Commit> commit = head(view, leaf.branch());
      commit.ifPresent(read -> commits.put(leaf.branch(), read.id()));
      held.add(commit.map(Commit::files).orElse(FileSet.EMPTY));
    }
    JobInputs inputs = new JobInputs(Map.copyOf(commits));
    DatumPreview preview = new DatumPreview(view.store(), tree, held);
    return Listing.of(datums(preview), datum -> document(datum, inputs))
        .closing(preview::close)
        .column("ID", DatumPreview.Datum::id)
        .column("FILES", datum -> DatumText.files(datum.paths(), inputs))
        .column("STATUS", datum -> "unknown")
        .column("TIME", datum -> Optional.empty());
  }

  /** The first names, so that a message stays a line. */
  private static String first(List<ParsedSpec> specs) {
    String names =
        specs.stream()
            .limit(MOST_NAMES)
            .map(spec -> spec.spec().name().toString())
            .collect(Collectors.joining(", "));
    return specs.size() > MOST_NAMES ? names + ", ..." : names;
  }

  private static Iterator<DatumPreview.Datum> datums(DatumPreview preview) {
    try {
      return preview.datums();
    } catch (RuntimeException e) {
      preview.close();
      throw e;
    }
  }

  private static Input input(PipelineSpec spec) {
    Input input = spec.input().orElseThrow(() -> refuse(spec, "it has no input"));
    if (!PipelineInputs.crons(spec).isEmpty()) {
      throw refuse(spec, "it has a cron input, whose ticks begin when the pipeline is there");
    }
    if (input.leaves().anyMatch(SpecDatums::hasStart)) {
      throw refuse(spec, "its input has \"from\"");
    }
    return input;
  }

  private static boolean hasStart(Input leaf) {
    return leaf instanceof PfsInput pfs && pfs.from().isPresent();
  }

  private static TuskException refuse(PipelineSpec spec, String fact) {
    return new TuskException(
        ErrorCode.INVALID,
        "the datums of pipeline "
            + spec.name()
            + " cannot be listed before it is created: "
            + fact
            + "; create it, run it and list those of its job");
  }

  /** What the branch shows; none while it is not there. */
  private static Optional<Commit> head(View view, BranchName branch) {
    view.catalog().requireRepo(branch.repo());
    CommitRef head =
        new CommitRef(branch.repo(), Optional.of(branch), Optional.empty(), CommitRef.SELF);
    return view.catalog().branch(branch).map(found -> view.resolver().readable(head));
  }

  private static ObjectNode document(DatumPreview.Datum datum, JobInputs inputs) {
    ObjectNode json = RawJson.object();
    json.putObject("datum").put("id", datum.id().toString());
    json.put("state", "UNKNOWN");
    DatumText.data(json, datum.paths(), inputs);
    return json;
  }
}
