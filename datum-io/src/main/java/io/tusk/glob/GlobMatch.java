/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import io.tusk.name.FilePath;

/** What the groups of a glob captured from a path. */
public final class GlobMatch {
  private final FilePath path;
  private final int[] slots;

  GlobMatch(FilePath path, int[] slots) {
    this.path = path;
    this.slots = slots;
  }

  public FilePath path() {
    return path;
  }

  /**
   * The text of group {@code number} >= 1, or the whole path for 0; empty when the group took no
   * part or does not exist.
   */
  public String group(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("groups are numbered from 0: " + number);
    }
    if (number >= slots.length / 2 || slots[2 * number] < 0) {
      return "";
    }
    return path.value().substring(slots[2 * number], slots[2 * number + 1]);
  }

  /** The text that {@code template} makes of it. */
  public String expand(String template) {
    return Template.parse(template).expand(this);
  }
}
