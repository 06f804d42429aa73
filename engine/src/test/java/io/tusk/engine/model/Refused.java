/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import io.tusk.error.ErrorCode;

/** The store must refuse it too, and be as it was. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  Refused(ErrorCode code, String why) {
    super(why);
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }

  static void notFoundIf(boolean missing, Object what) {
    if (missing) {
      throw new Refused(ErrorCode.NOT_FOUND, what + " is missing");
    }
  }

  static void conflictIf(boolean wrong, String why) {
    if (wrong) {
      throw new Refused(ErrorCode.CONFLICT, why);
    }
  }
}
