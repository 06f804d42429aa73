/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.text;

/**
 * A place in a specification's text.
 *
 * @param file a path, a URL or {@code <stdin>}
 * @param line from 1
 * @param column from 1, in code points
 */
public record Position(String file, int line, int column) {
  /** {@code file:line:column}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
