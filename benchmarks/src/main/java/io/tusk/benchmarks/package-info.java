/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Measures running time, storage and requests against targets, and against other programs that do
 * the same work. {@link Scoreboard} is the entry.
 */
package io.tusk.benchmarks;
