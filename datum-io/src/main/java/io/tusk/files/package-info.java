/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * File sets: the immutable directory trees that commits hold. {@link FileSets} reads, compares and
 * edits them, and the contents of their files.
 */
package io.tusk.files;
