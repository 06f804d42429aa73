/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

/** What verbs are about; singular and plural mean the same. */
enum Noun {
  PROJECT("project", "projects"),
  REPO("repo", "repos"),
  BRANCH("branch", "branches"),
  COMMIT("commit", "commits"),
  COMMIT_V2("commitV2", "commitsV2"),
  FILE("file", "files"),
  PIPELINE("pipeline", "pipelines"),
  JOB("job", "jobs"),
  DATUM("datum", "datums"),
  SECRET("secret", "secrets"),
  TRANSACTION("transaction", "transactions"),
  OPERATION("operation", "operations"),
  DEFAULTS("defaults", "defaults"),
  CRON("cron", "cron"),
  STATUS("status", "status"),
  ALL("all", "all");

  private final String singular;
  private final String plural;

  Noun(String singular, String plural) {
    this.singular = singular;
    this.plural = plural;
  }

  String singular() {
    return singular;
  }

  String plural() {
    return plural;
  }

  boolean isCalled(String word) {
    return word.equals(singular) || word.equals(plural);
  }
}
