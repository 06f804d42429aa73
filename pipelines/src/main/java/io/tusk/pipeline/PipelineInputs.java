/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.datum.DatumInput;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.glob.Glob;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitRef;
import io.tusk.repo.Resolver;
import io.tusk.spec.Input;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a specification reads. */
public final class PipelineInputs {
  private PipelineInputs() {}

  /** The pfs leaves of the input, from first to last. */
  static List<PfsInput> leaves(PipelineSpec spec) {
    return spec.input().stream()
        .flatMap(Input::leaves)
        .filter(PfsInput.class::isInstance)
        .map(PfsInput.class::cast)
        .toList();
  }

  /** The pfs inputs in the order of the specification's leaves. */
  public static List<DatumInput> of(PipelineVersion version) {
    List<PfsInput> leaves = leaves(version.spec());
    List<DatumInput> inputs = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      PfsInput pfs = leaves.get(i);
      inputs.add(
          new DatumInput(
              pfs.name(),
              pfs.branch(),
              Glob.parse(pfs.glob()),
              version.from().get(i).map(InputStart::files)));
    }
    return inputs;
  }

  /** The branches that the output follows, each once, sorted. */
  public static List<BranchName> provenance(PipelineSpec spec) {
    return leaves(spec).stream().map(PfsInput::branch).distinct().sorted().toList();
  }

  /**
   * What the inputs' {@code from} means now.
   *
   * @throws TuskException NOT_FOUND for a commit or branch; CONFLICT for a commit that holds no
   *     good content
   */
  static List<Optional<InputStart>> starts(Catalog catalog, PipelineSpec spec) {
    List<Optional<InputStart>> starts = new ArrayList<>();
    for (PfsInput pfs : leaves(spec)) {
      starts.add(pfs.from().map(from -> start(catalog, pfs, from)));
    }
    return starts;
  }

  private static InputStart start(Catalog catalog, PfsInput pfs, String from) {
    CommitRef ref =
        CommitId.looksLikeId(from)
            ? new CommitRef(
                pfs.branch().repo(),
                Optional.empty(),
                Optional.of(new CommitId(from)),
                CommitRef.SELF)
            : new CommitRef(
                pfs.branch().repo(),
                Optional.of(new BranchName(pfs.branch().repo(), from)),
                Optional.empty(),
                CommitRef.SELF);
    Commit commit = new Resolver(catalog).readable(ref);
    if (!commit.isReadable()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "input "
              + pfs.name()
              + " cannot start from commit "
              + commit.label()
              + ": it "
              + (commit.isOpen() ? "is open; finish it first" : "ended in an error; name another"));
    }
    return new InputStart(commit.id(), commit.files());
  }
}
