/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Verifies what jobs have committed and what the metadata says of pipelines, for {@code fsck}:
 * {@link PipelineCheck} plans the datums of commits anew, and compares their records, outputs and
 * hashes.
 */
package io.tusk.check;
