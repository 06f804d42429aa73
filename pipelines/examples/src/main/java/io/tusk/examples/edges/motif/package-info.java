/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * The pictures that the edges example processes: each {@link Motif} computes one from a seed, so
 * that no image files need be kept.
 */
package io.tusk.examples.edges.motif;
