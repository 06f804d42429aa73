/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

/** Something wrong with a whole pack: its key, and a fact about it. */
public record PackProblem(String key, String fact) {
  @Override
  public String toString() {
    return "object " + key + ": " + fact;
  }
}
