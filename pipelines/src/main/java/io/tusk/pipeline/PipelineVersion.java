/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.files.FileEntry;
import io.tusk.name.PipelineName;
import io.tusk.spec.PipelineSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * A version of a pipeline; it never changes.
 *
 * @param salt the pipeline's salt while this was its newest version
 * @param jar the jar with its Java code, as a file of the store
 */
public record PipelineVersion(
    PipelineName pipeline,
    long number,
    Instant created,
    String salt,
    PipelineSpec spec,
    Optional<FileEntry> jar) {}
