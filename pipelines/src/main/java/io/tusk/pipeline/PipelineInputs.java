/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.datum.DatumInput;
import io.tusk.datum.InputTree;
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
import io.tusk.spec.Input.CronInput;
import io.tusk.spec.Input.CrossInput;
import io.tusk.spec.Input.JoinInput;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.Input.UnionInput;
import io.tusk.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a specification reads. */
public final class PipelineInputs {
  private PipelineInputs() {}

  /** Every tick is a file at the top of the cron input's branch. */
  private static final Glob CRON_FILES = Glob.parse("/*");

  /** The leaves of the input, from first to last. */
  static List<Input> leaves(PipelineSpec spec) {
    return spec.input().stream().flatMap(Input::leaves).toList();
  }

  /** The branch that a leaf reads. */
  static BranchName branch(Input leaf) {
    if (leaf instanceof PfsInput pfs) {
      return pfs.branch();
    }
    if (leaf instanceof CronInput cron) {
      return cron.branch();
    }
    throw new IllegalArgumentException(leaf + " is no leaf");
  }

  /** What makes the datums of a version's jobs. */
  public static InputTree of(PipelineVersion version) {
    Input input =
        version
            .spec()
            .input()
            .orElseThrow(() -> new IllegalArgumentException("a pipeline without input"));
    return new Leaves(version.from(), version.number()).tree(input);
  }

  /** As {@link #of(PipelineVersion)}, of a specification whose files are all work. */
  public static InputTree of(Input input) {
    return new Leaves(List.of(), 0).tree(input);
  }

  /** Numbers the leaves. */
  private static final class Leaves {
    private final List<Optional<InputStart>> from;
    private final long version;
    private int next;

    Leaves(List<Optional<InputStart>> from, long version) {
      this.from = from;
      this.version = version;
    }

    private Optional<DatumInput.Start> start(int number) {
      return number < from.size()
          ? from.get(number).map(start -> new DatumInput.Start(start.files(), version))
          : Optional.empty();
    }

    InputTree tree(Input input) {
      if (input instanceof PfsInput pfs) {
        return new InputTree.Leaf(leaf(pfs));
      }
      if (input instanceof CronInput cron) {
        return new InputTree.Leaf(
            new DatumInput(
                next++,
                cron.name(),
                branch(cron),
                CRON_FILES,
                "",
                DatumInput.Match.INNER,
                "",
                DatumInput.Hashed.CONTENT,
                Optional.empty()));
      }
      List<InputTree> children = input.children().stream().map(this::tree).toList();
      if (input instanceof CrossInput) {
        return new InputTree.Cross(children);
      }
      if (input instanceof UnionInput) {
        return new InputTree.Union(children);
      }
      return input instanceof JoinInput
          ? new InputTree.Join(children)
          : new InputTree.Group(children);
    }

    private DatumInput leaf(PfsInput pfs) {
      int number = next++;
      return new DatumInput(
          number,
          pfs.name(),
          pfs.branch(),
          Glob.parse(pfs.glob()),
          pfs.joinOn(),
          pfs.outerJoin() ? DatumInput.Match.OUTER : DatumInput.Match.INNER,
          pfs.groupBy(),
          pfs.reference() ? DatumInput.Hashed.PATH : DatumInput.Hashed.CONTENT,
          start(number));
    }
  }

  /** The cron leaves of the input, from first to last. */
  public static List<CronInput> crons(PipelineSpec spec) {
    return spec.input().stream()
        .flatMap(Input::leaves)
        .filter(CronInput.class::isInstance)
        .map(CronInput.class::cast)
        .toList();
  }

  /** The branches that the output follows, each once, sorted. */
  public static List<BranchName> provenance(PipelineSpec spec) {
    return leaves(spec).stream().map(PipelineInputs::branch).distinct().sorted().toList();
  }

  /**
   * What the inputs' {@code from} means now.
   *
   * @throws TuskException NOT_FOUND for a commit or branch; CONFLICT for a commit that holds no
   *     good content
   */
  static List<Optional<InputStart>> starts(Catalog catalog, PipelineSpec spec) {
    List<Optional<InputStart>> starts = new ArrayList<>();
    for (Input leaf : leaves(spec)) {
      starts.add(
          leaf instanceof PfsInput pfs
              ? pfs.from().map(from -> start(catalog, pfs, from))
              : Optional.empty());
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
