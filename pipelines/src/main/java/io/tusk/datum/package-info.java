/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Datums as values: the {@link InputTree} that says how the paths of an input form them, their
 * {@link DatumKey} and {@link DatumIdentity}, the {@link PlanItem} that a plan has of one, and the
 * {@link DatumRecord} that a run leaves.
 */
package io.tusk.datum;
