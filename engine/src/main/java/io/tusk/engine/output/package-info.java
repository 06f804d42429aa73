/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Assembles what a job commits: {@link Splicer} drops, from the output that the job starts from,
 * what removed and changed datums wrote there, and adds what its own datums wrote.
 */
package io.tusk.engine.output;
