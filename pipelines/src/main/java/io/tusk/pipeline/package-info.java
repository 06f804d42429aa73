/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Pipelines and jobs in a store's metadata: {@link PipelineChanges} makes pipelines of
 * specifications, {@link JobChanges} takes jobs up and ends them, and {@link PipelineCatalog} and
 * {@link JobCatalog} look them up.
 */
package io.tusk.pipeline;
