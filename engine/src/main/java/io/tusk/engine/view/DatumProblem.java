/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.view;

/**
 * Why a datum's output cannot be stored.
 *
 * @param message a sentence that names the path and the remedy
 */
public record DatumProblem(String message) {}
