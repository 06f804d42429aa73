/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.fsck;

/** Something that is wrong with a store: the key of an object, or what of the catalog, and why. */
public record Problem(String subject, String fact) {
  @Override
  public String toString() {
    return subject + ": " + fact;
  }
}
