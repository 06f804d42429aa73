/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Content-defined chunking: {@link Chunker} cuts files into the chunks that are stored, so that
 * versions of a file share what did not change.
 */
package io.tusk.chunks;
