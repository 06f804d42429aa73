/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import java.io.Serializable;
import java.util.Optional;

/**
 * The paths from one on, up to another one; a directory's with a trailing slash.
 *
 * @param from the first; empty: from the root on
 * @param to the first one behind; empty: to the end
 */
public record PathRange(String from, String to) implements Serializable {
  public static final PathRange ALL = new PathRange("", "");

  private static final long serialVersionUID = 1L;

  Optional<String> end() {
    return to.isEmpty() ? Optional.empty() : Optional.of(to);
  }
}
