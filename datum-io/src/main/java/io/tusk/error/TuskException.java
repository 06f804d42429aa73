/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.error;

import java.util.Objects;

/**
 * The one exception of Tusk. Its message is a sentence for the person who must act: subject, fact,
 * offending value, remedy. The message is not an interface; the code is.
 */
public final class TuskException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public TuskException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** As {@link #TuskException(ErrorCode, String)}; {@code cause} may be null. */
  public TuskException(ErrorCode code, String message, Throwable cause) {
    super(Objects.requireNonNull(message), cause);
    this.code = Objects.requireNonNull(code);
  }

  public ErrorCode code() {
    return code;
  }
}
