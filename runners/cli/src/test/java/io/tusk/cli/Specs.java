/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

/** Specifications of pipelines that run {@link UpperCase}. */
final class Specs {
  private Specs() {}

  /**
   * Of a pipeline that runs something else.
   *
   * @param more further fields, each after a comma
   */
  static String pipeline(String name, String repo, String more) {
    return String.format(
        "{\"pipeline\":{\"name\":\"%s\"},\"input\":{\"pfs\":{\"repo\":\"%s\",\"glob\":\"/*\"}}%s}",
        name, repo, more);
  }

  static String upper(String name, String repo) {
    return upper(name, repo, "/*", "");
  }

  /**
   * @param more further fields, each after a comma
   */
  static String upper(String name, String repo, String glob, String more) {
    return String.format(
        "{\"pipeline\":{\"name\":\"%s\"},\"input\":{\"pfs\":{\"repo\":\"%s\",\"glob\":\"%s\"}},"
            + "\"transform\":{\"java\":{\"class\":\"%s\"}},\"datum_tries\":1%s}",
        name, repo, glob, UpperCase.class.getName(), more);
  }
}
