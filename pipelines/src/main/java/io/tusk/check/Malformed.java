/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.time.DateTimeException;
import java.util.function.Supplier;

/** Values that are not of the form that they should be. */
final class Malformed {
  private Malformed() {}

  /**
   * What {@code decode} makes of a stored value.
   *
   * @throws TuskException CORRUPT where it makes nothing of it
   */
  static <T> T refuse(Supplier<T> decode) {
    try {
      return decode.get();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new TuskException(ErrorCode.CORRUPT, "it is malformed: " + e.getMessage(), e);
    }
  }
}
