/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.Iterators;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.RawJson;
import io.tusk.cli.frame.View;
import io.tusk.datum.DatumIdentity;
import io.tusk.datum.DatumKey;
import io.tusk.datum.InputPath;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.files.PathInfo;
import io.tusk.glob.Glob;
import io.tusk.name.BranchName;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.PipelineInputs;
import io.tusk.pipeline.SpecBatch;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitRef;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.PipelineSpec;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The datums that a pipeline would have if it were created now. */
final class SpecDatums {
  private SpecDatums() {}

  private record Datum(Hash id, List<DatumKey.Part> paths) {
    static Datum of(List<DatumKey.Part> paths) {
      return new Datum(DatumIdentity.id(paths), paths);
    }
  }

  /**
   * @throws TuskException INVALID unless there is one specification, and one whose datums are known
   *     before it is created
   */
  static Listing<?> listing(View view, SpecBatch batch) {
    if (batch.specs().size() != 1) {
      throw new TuskException(
          ErrorCode.INVALID,
          "the text holds " + batch.specs().size() + " specifications; give one of them");
    }
    PfsInput pfs = input(batch.specs().get(0).spec());
    view.catalog().requireRepo(pfs.branch().repo());
    Optional<Commit> commit =
        view.catalog()
            .branch(pfs.branch())
            .map(branch -> view.resolver().readable(head(branch.name())));
    JobInputs inputs =
        commit
            .map(read -> JobInputs.of(pfs.branch(), read.id()))
            .orElseGet(() -> new JobInputs(Map.of()));
    FileSet files = commit.map(Commit::files).orElse(FileSet.EMPTY);
    return Listing.of(datums(view, pfs, files), datum -> document(datum, inputs))
        .column("ID", Datum::id)
        .column("FILES", datum -> DatumText.files(datum.paths(), inputs))
        .column("STATUS", datum -> "unknown")
        .column("TIME", datum -> Optional.empty());
  }

  private static PfsInput input(PipelineSpec spec) {
    if (!PipelineInputs.crons(spec).isEmpty()) {
      throw refuse(spec, "it has a cron input, whose ticks begin when the pipeline is there");
    }
    if (!(spec.input().orElse(null) instanceof PfsInput pfs)) {
      throw refuse(spec, "its input is not pfs");
    }
    if (pfs.from().isPresent()) {
      throw refuse(spec, "its input has \"from\"");
    }
    return pfs;
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

  private static Iterator<Datum> datums(View view, PfsInput pfs, FileSet files) {
    Iterator<PathInfo> found = view.files().glob(files, Glob.parse(pfs.glob()));
    return Iterators.map(
        Iterators.filter(found, SpecDatums::isDatum),
        info ->
            Datum.of(
                List.of(
                    new InputPath(0, pfs.name(), pfs.branch(), info.path(), info.entry()).part())));
  }

  private static CommitRef head(BranchName branch) {
    return new CommitRef(branch.repo(), Optional.of(branch), Optional.empty(), CommitRef.SELF);
  }

  /** The root directory is none while it is empty. */
  private static boolean isDatum(PathInfo info) {
    return !(info.entry() instanceof DirectoryEntry directory) || directory.files() > 0;
  }

  private static ObjectNode document(Datum datum, JobInputs inputs) {
    ObjectNode json = RawJson.object();
    json.putObject("datum").put("id", datum.id().toString());
    json.put("state", "UNKNOWN");
    DatumText.data(json, datum.paths(), inputs);
    return json;
  }
}
