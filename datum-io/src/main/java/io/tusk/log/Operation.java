/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

/** What a transaction did, for people: a verb ({@code put file}) and its subject. */
public record Operation(String verb, String subject) {
  @Override
  public String toString() {
    return subject.isEmpty() ? verb : verb + " " + subject;
  }
}
