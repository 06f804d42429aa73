/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * An example of user code in Java: {@link Edges} and {@link Montage} are the transforms of a chain
 * of two pipelines, and {@link Gallery} paints the pictures that they process.
 */
package io.tusk.examples.edges;
