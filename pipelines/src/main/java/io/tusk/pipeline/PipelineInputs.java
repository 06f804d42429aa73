/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.datum.DatumInput;
import io.tusk.glob.Glob;
import io.tusk.name.BranchName;
import io.tusk.spec.Input;
import io.tusk.spec.PipelineSpec;
import java.util.List;

/** What a specification reads. */
public final class PipelineInputs {
  private PipelineInputs() {}

  /** The pfs inputs in the order of the specification's leaves. */
  public static List<DatumInput> of(PipelineSpec spec) {
    return spec.input().stream()
        .flatMap(Input::leaves)
        .filter(Input.PfsInput.class::isInstance)
        .map(Input.PfsInput.class::cast)
        .map(pfs -> new DatumInput(pfs.name(), pfs.branch(), Glob.parse(pfs.glob())))
        .toList();
  }

  /** The branches that the output follows, each once, sorted. */
  public static List<BranchName> provenance(PipelineSpec spec) {
    return of(spec).stream().map(DatumInput::branch).distinct().sorted().toList();
  }
}
