/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.text;

/** The text cannot be read on from here. Never leaves the package. */
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Position position;

  SyntaxException(Position position, String message) {
    super(message, null, false, false);
    this.position = position;
  }

  Position position() {
    return position;
  }
}
