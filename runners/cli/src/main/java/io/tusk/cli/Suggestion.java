/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.spec.parse.Suggestions;
import java.util.Collection;

/** What a mistyped word may have meant. */
final class Suggestion {
  private Suggestion() {}

  /** {@code ; did you mean "x"?}, or nothing when no word is near. */
  static String of(String typed, Collection<String> words) {
    return Suggestions.nearest(typed, words)
        .map(word -> "; did you mean \"" + word + "\"?")
        .orElse("");
  }
}
