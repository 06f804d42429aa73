/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

/**
 * What a transaction did, for people: a verb ({@code put file}) and its subject, of which at most
 * the first 2,000 characters are kept.
 */
public record Operation(String verb, String subject) {
  private static final int LONGEST_SUBJECT = 2_000;
  private static final String CUT = "...";

  public Operation {
    subject = subject.length() > LONGEST_SUBJECT ? cut(subject) : subject;
  }

  private static String cut(String subject) {
    int end = LONGEST_SUBJECT - CUT.length();
    boolean splitsOne = Character.isHighSurrogate(subject.charAt(end - 1));
    return subject.substring(0, splitsOne ? end - 1 : end) + CUT;
  }

  @Override
  public String toString() {
    return subject.isEmpty() ? verb : verb + " " + subject;
  }
}
