/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.RawJson;
import io.tusk.cli.frame.View;
import io.tusk.name.ProjectName;
import io.tusk.repo.Catalog;
import io.tusk.repo.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    description = "List the projects; default is always there.",
    footer = {"", "Examples:", "  tusk list project"})
public final class ListProject extends QueryCommand {
  /** A project; the default one was never created. */
  private record Row(ProjectName name, Optional<Instant> created, String description) {
    static Row of(Project project) {
      return new Row(project.name(), Optional.of(project.created()), project.description());
    }
  }

  @Override
  protected Answer answer(View view) {
    return Listing.of(rows(view.catalog()).iterator(), ListProject::document)
        .column("ACTIVE", row -> row.name().equals(project()) ? "*" : "")
        .column("PROJECT", Row::name)
        .column("CREATED", Row::created)
        .column("DESCRIPTION", Row::description);
  }

  private static List<Row> rows(Catalog catalog) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(ProjectName.DEFAULT, Optional.empty(), ""));
    catalog.projects().forEachRemaining(project -> rows.add(Row.of(project)));
    return rows;
  }

  private static ObjectNode document(Row row) {
    ObjectNode json = RawJson.object();
    json.putObject("project").put("name", row.name().value());
    RawJson.putText(json, "description", row.description());
    row.created().ifPresent(time -> json.put("created_at", time.toString()));
    return json;
  }
}
