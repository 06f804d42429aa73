/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.glob.Glob;
import io.tusk.name.BranchName;

/** A pfs input: each path of the branch's files that the glob matches. */
public record DatumInput(String name, BranchName branch, Glob glob) {}
