/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.files.PathEntry;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;

/** A file or a directory that a datum is made of. */
public record InputPath(String input, BranchName branch, FilePath path, PathEntry entry) {}
