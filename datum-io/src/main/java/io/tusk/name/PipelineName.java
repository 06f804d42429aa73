/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.name;

import java.util.Comparator;

/** A pipeline's name within its project; its output repository has the same name. */
public record PipelineName(ProjectName project, String name) implements Comparable<PipelineName> {
  private static final Comparator<PipelineName> ORDER =
      Comparator.comparing(PipelineName::project).thenComparing(PipelineName::name);

  public PipelineName {
    Names.check("pipeline", name, Names.MAX_PROJECT_OR_PIPELINE);
  }

  /** The pipeline that writes the repository of that name. */
  public static PipelineName writing(RepoName repo) {
    return new PipelineName(repo.project(), repo.name());
  }

  /**
   * A name as users write it: {@code project/name}, or the name alone of one in {@code project}.
   *
   * @throws io.tusk.error.TuskException USAGE
   */
  public static PipelineName parse(ProjectName project, String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new PipelineName(project, text)
        : new PipelineName(new ProjectName(text.substring(0, slash)), text.substring(slash + 1));
  }

  /** The repository that holds the output. */
  public RepoName repo() {
    return new RepoName(project, name);
  }

  @Override
  public int compareTo(PipelineName other) {
    return ORDER.compare(this, other);
  }

  /** The name alone in the default project, {@code project/name} elsewhere. */
  @Override
  public String toString() {
    return repo().toString();
  }
}
