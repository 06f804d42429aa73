/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Versioned repositories: a {@link TuskStore} gives consistent {@link Snapshot}s of projects,
 * repositories, branches and commits, and a {@link Transaction} changes them and starts a commit on
 * each branch downstream. One on a pipeline's output branch is a pending job.
 */
package io.tusk.repo;
