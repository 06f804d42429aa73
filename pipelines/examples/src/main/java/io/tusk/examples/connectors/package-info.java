/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * An example of a Beam pipeline outside of Tusk's own jobs that reads a commit and writes another
 * by means of {@link io.tusk.beam.TuskIO}.
 */
package io.tusk.examples.connectors;
