/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import java.util.Optional;

/** Tells whether a glob is well formed. */
@FunctionalInterface
public interface GlobSyntax {
  /** Accepts every glob. */
  GlobSyntax UNCHECKED = glob -> Optional.empty();

  /**
   * @param glob starts with a slash
   * @return what is wrong with it, as the end of a sentence; absent when nothing is
   */
  Optional<String> problem(String glob);
}
