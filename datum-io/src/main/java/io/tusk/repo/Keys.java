/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;

/** The keys of projects, repositories, branches and commits; {@code docs/format.md}, section 6. */
final class Keys {
  static final String PROJECTS = "project/";
  static final String REPOS = "repo/";
  static final String COMMITS = "commit/";
  static final String OPEN_COMMITS = "open/";
  static final String DOWNSTREAM = "downstream/";
  static final String TRIGGERED = "triggered/";
  static final String TIMED = "timed/";

  private Keys() {}

  private static String path(RepoName repo) {
    return repo.project() + "/" + repo.name();
  }

  private static String path(BranchName branch) {
    return path(branch.repo()) + "/" + branch.name();
  }

  static String project(ProjectName project) {
    return PROJECTS + project;
  }

  static String repo(RepoName repo) {
    return REPOS + path(repo);
  }

  static String reposOf(ProjectName project) {
    return REPOS + project + "/";
  }

  static String branch(BranchName branch) {
    return "branch/" + path(branch);
  }

  static String branchesOf(RepoName repo) {
    return "branch/" + path(repo) + "/";
  }

  static String downstream(BranchName upstream, BranchName downstream) {
    return downstreamOf(upstream) + path(downstream);
  }

  static String downstreamOf(BranchName upstream) {
    return DOWNSTREAM + path(upstream) + "/";
  }

  static String triggered(BranchName source, BranchName triggered) {
    return triggeredBy(source) + triggered.name();
  }

  static String triggeredBy(BranchName source) {
    return TRIGGERED + path(source) + "/";
  }

  /** The branch that a key of {@link #triggered} says is triggered. */
  static BranchName triggeredAt(String key) {
    return new BranchName(repoAt(key, 1), element(key, 4));
  }

  static String timed(BranchName branch) {
    return TIMED + path(branch);
  }

  static String commit(CommitId id, RepoName repo) {
    return commitsOf(id) + path(repo);
  }

  static String commitsOf(CommitId id) {
    return COMMITS + id + "/";
  }

  static String commitOf(RepoName repo, CommitId id) {
    return commitsOf(repo) + id;
  }

  static String commitsOf(RepoName repo) {
    return "commit-of/" + path(repo) + "/";
  }

  static String child(RepoName repo, CommitId parent, CommitId child) {
    return childrenOf(repo, parent) + child;
  }

  static String childrenOf(RepoName repo, CommitId parent) {
    return "child/" + path(repo) + "/" + parent + "/";
  }

  static String subvenant(Commit.Upstream upstream, Commit commit) {
    return subvenantsOf(upstream.branch().repo(), upstream.commit())
        + commit.id()
        + "/"
        + path(commit.repo());
  }

  static String subvenantsOf(RepoName repo, CommitId upstream) {
    return "subvenant/" + upstream + "/" + path(repo) + "/";
  }

  static String open(CommitId id, RepoName repo) {
    return OPEN_COMMITS + id + "/" + path(repo);
  }

  /** The {@code index}-th element of a key, from 0. */
  static String element(String key, int index) {
    return key.split("/", -1)[index];
  }

  /** The repository that elements {@code index} and {@code index + 1} of a key name. */
  static RepoName repoAt(String key, int index) {
    String[] elements = key.split("/", -1);
    return new RepoName(new ProjectName(elements[index]), elements[index + 1]);
  }

  /** The branch that three elements of a key name, from {@code index} on. */
  static BranchName branchAt(String key, int index) {
    return new BranchName(repoAt(key, index), element(key, index + 2));
  }
}
