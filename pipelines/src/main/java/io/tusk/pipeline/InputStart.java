/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.files.FileSet;
import io.tusk.name.CommitId;

/**
 * Where an input with {@code from} starts: what this commit holds is no work.
 *
 * @param files what the commit holds, kept as long as the version
 */
public record InputStart(CommitId commit, FileSet files) {}
