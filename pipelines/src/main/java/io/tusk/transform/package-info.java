/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * The interface for user code in Java: a {@link DatumTransform} reads the input files of a {@link
 * Datum} and writes its output files.
 */
package io.tusk.transform;
