/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Runs user code on single datums: {@link DatumTries} repeats a {@link Transform} as often as the
 * specification allows, and makes the datum's record. Java classes are run here, commands by {@link
 * io.tusk.engine.datum}.
 */
package io.tusk.engine.transform;
