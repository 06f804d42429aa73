/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.files.FileEntry;
import io.tusk.name.PipelineName;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A version of a pipeline; it never changes.
 *
 * @param salt the pipeline's salt while this was its newest version
 * @param spec with all defaults
 * @param written what the user gave, without defaults, in the user's own spelling
 * @param jar the jar with its Java code, as a file of the store
 * @param from per leaf of the input, in their order: what its {@code from} was resolved to
 */
public record PipelineVersion(
    PipelineName pipeline,
    long number,
    Instant created,
    String salt,
    PipelineSpec spec,
    RawJson written,
    Optional<FileEntry> jar,
    List<Optional<InputStart>> from) {
  public PipelineVersion {
    from = List.copyOf(from);
  }
}
