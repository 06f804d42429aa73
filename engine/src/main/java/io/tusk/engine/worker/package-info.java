/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * The steps of a job's graph as a worker process executes them: through {@link Worker} they plan,
 * run lanes and commit. Here too are the job's stopping and failing, and what the steps of a
 * process share.
 */
package io.tusk.engine.worker;
