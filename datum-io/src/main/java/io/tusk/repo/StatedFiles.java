/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.files.FileSet;
import io.tusk.pieces.Hash;

/**
 * What an open commit holds after some of its writes.
 *
 * @param below the hash of what they were laid over; it may not be below the commit any more
 */
record StatedFiles(Hash below, FileSet files) {}
