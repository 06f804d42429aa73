/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.name.FilePath;

/** A path of a file set and what it holds. */
public record PathInfo(FilePath path, PathEntry entry) {}
