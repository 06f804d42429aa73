/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Locale;

/** How commands are kept apart from the host; the values of {@code --isolation}. */
public enum Isolation {
  /** Bubblewrap where the host allows it, else unshare, else none. */
  AUTO,
  BUBBLEWRAP,
  UNSHARE,
  /** A plain process, for trusted code: it sees the host, and its inputs under {@code PFS_ROOT}. */
  NONE;

  /**
   * @throws TuskException with {@code USAGE} when {@code text} is no value of the option
   */
  public static Isolation parse(String text) {
    for (Isolation isolation : values()) {
      if (isolation.optionValue().equals(text)) {
        return isolation;
      }
    }
    throw new TuskException(
        ErrorCode.USAGE,
        "--isolation has the unknown value \""
            + text
            + "\"; use auto, bubblewrap, unshare or none");
  }

  public String optionValue() {
    return name().toLowerCase(Locale.ROOT);
  }
}
