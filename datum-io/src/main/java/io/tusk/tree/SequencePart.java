/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.pieces.Ref;

/** A chunk of a sequence, and which of its bytes it holds: from {@code start} to {@code end}. */
public record SequencePart(Ref chunk, long start, long end) {}
