/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.name.ProjectName;
import io.tusk.repo.Catalog;
import io.tusk.repo.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a project is shown.
 *
 * @param created absent for the default project while nothing described it
 */
record ProjectText(ProjectName name, Optional<Instant> created, String description) {
  private static ProjectText of(Project project) {
    return new ProjectText(project.name(), Optional.of(project.created()), project.description());
  }

  /** A project that exists. */
  static ProjectText of(Catalog catalog, ProjectName name) {
    return catalog
        .project(name)
        .map(ProjectText::of)
        .orElseGet(() -> new ProjectText(name, Optional.empty(), ""));
  }

  /** All projects, the default one first. */
  static List<ProjectText> all(Catalog catalog) {
    List<ProjectText> all = new ArrayList<>();
    all.add(of(catalog, ProjectName.DEFAULT));
    catalog
        .projects()
        .forEachRemaining(
            project -> {
              if (!project.name().equals(ProjectName.DEFAULT)) {
                all.add(of(project));
              }
            });
    return all;
  }

  ObjectNode document() {
    ObjectNode json = RawJson.object();
    json.putObject("project").put("name", name.value());
    RawJson.putText(json, "description", description);
    created.ifPresent(time -> json.put("created_at", time.toString()));
    return json;
  }
}
