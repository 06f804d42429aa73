/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import java.util.List;
import java.util.Set;

/**
 * What {@link PackVerifier} found.
 *
 * @param problems none when the pack is sound
 * @param pieces those whose bytes agree with their hash, in the order of the directory
 */
public record PackReport(List<PackProblem> problems, Set<PackPiece> pieces) {}
