/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Which pipelines read the output of which: {@link DagDrawing} draws the graph of a {@link Dag} as
 * text.
 */
package io.tusk.pipeline.dag;
