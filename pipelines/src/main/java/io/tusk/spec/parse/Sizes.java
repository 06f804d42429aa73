/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.error.TuskException;
import io.tusk.repo.DecimalSize;
import java.util.regex.Pattern;

/** The two grammars of byte sizes. */
final class Sizes {
  private static final Pattern QUANTITY =
      Pattern.compile(
          "[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(n|u|m|k|M|G|T|P|E|[KMGTPE]i|[eE][-+]?[0-9]+)?");

  private Sizes() {}

  /** Kubernetes: {@code 64M}, {@code 1Gi}, {@code 500m}. */
  static boolean isQuantity(String text) {
    return QUANTITY.matcher(text).matches() && !text.startsWith("-");
  }

  /** Of triggers: {@code 100M}, {@code 1.5GB}; all units are decimal. */
  static boolean isDecimalSize(String text) {
    try {
      return new DecimalSize(text).bytes() >= 0;
    } catch (TuskException e) {
      return false;
    }
  }
}
