/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.secret;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.regex.Pattern;

/**
 * The name of a secret: letters, digits, dots, dashes and underscores, the first one a letter or
 * digit, at most 253.
 */
public record SecretName(String value) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");

  /**
   * @throws TuskException USAGE when it is malformed
   */
  public SecretName {
    require("secret name", value);
  }

  static boolean isWellFormed(String text) {
    return NAME.matcher(text).matches();
  }

  static void require(String what, String text) {
    if (!isWellFormed(text)) {
      throw new TuskException(
          ErrorCode.USAGE,
          what
              + " \""
              + text
              + "\" is malformed; use letters, digits, \".\", \"-\" and \"_\", and begin with a"
              + " letter or digit");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
