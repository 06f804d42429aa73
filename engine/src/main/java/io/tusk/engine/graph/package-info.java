/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * The Beam graph of a job, which runners execute: {@link JobGraph} makes the plan if that is left
 * to the workers, processes datums in lanes, and commits the output.
 */
package io.tusk.engine.graph;
