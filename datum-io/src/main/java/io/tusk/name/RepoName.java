/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.name;

import java.util.Comparator;

/** A repository's name within its project. */
public record RepoName(ProjectName project, String name) implements Comparable<RepoName> {
  private static final Comparator<RepoName> ORDER =
      Comparator.comparing(RepoName::project).thenComparing(RepoName::name);

  public RepoName {
    Names.check("repository", name, Names.MAX_OTHER);
  }

  /**
   * A name as users write it: {@code project/name}, or the name alone of one in {@code project}.
   *
   * @throws io.tusk.error.TuskException USAGE
   */
  public static RepoName parse(ProjectName project, String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new RepoName(project, text)
        : new RepoName(new ProjectName(text.substring(0, slash)), text.substring(slash + 1));
  }

  @Override
  public int compareTo(RepoName other) {
    return ORDER.compare(this, other);
  }

  /** The name alone in the default project, {@code project/name} elsewhere. */
  @Override
  public String toString() {
    return project.equals(ProjectName.DEFAULT) ? name : project + "/" + name;
  }
}
