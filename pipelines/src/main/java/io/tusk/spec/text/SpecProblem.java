/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.text;

/**
 * Something wrong or noteworthy in a specification.
 *
 * @param pointer JSON pointer (RFC 6901) of the value within its document, in the author's spelling
 * @param message one sentence with the remedy
 */
public record SpecProblem(Position position, String pointer, Severity severity, String message) {
  /** Whether the specification can be used. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** {@code file:line:column: message}; a warning says so after the position. */
  @Override
  public String toString() {
    return position + (isError() ? ": " : ": warning: ") + message;
  }
}
