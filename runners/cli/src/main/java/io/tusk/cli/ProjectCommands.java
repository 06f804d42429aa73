/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.log.Operation;
import io.tusk.name.ProjectName;
import io.tusk.repo.Project;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.TuskStore;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of projects. */
final class ProjectCommands {
  private ProjectCommands() {}

  @Command(
      name = "project",
      aliases = "projects",
      description = "Create a project, and the store if there is none yet.",
      footer = {
        "",
        "Examples:",
        "  tusk create project vision",
        "  tusk create repo images --project vision"
      })
  static final class Create extends TuskCommand {
    @Parameters(paramLabel = "PROJECT", description = "Its name.")
    private String name;

    @Option(
        names = {"-d", "--description"},
        paramLabel = "TEXT",
        defaultValue = "",
        showDefaultValue = Visibility.NEVER,
        description = "What it holds.")
    private String description;

    @Override
    void run() {
      ProjectName project = new ProjectName(name);
      try (TuskStore store = storeOption().openOrCreate(terminal(), err())) {
        store.transact(
            new Operation("create project", project.toString()),
            tx -> {
              RepoChanges.createProject(tx, project, description);
              return null;
            });
      }
    }
  }

  @Command(
      name = "project",
      aliases = "projects",
      description = "List the projects; default is always there.",
      footer = {"", "Example:", "  tusk list project"})
  static final class ListAll extends TuskCommand {
    @Mixin private RawOption raw;

    @Override
    void run() {
      try (TuskStore store = openStore()) {
        Iterator<Project> projects = store.snapshot().catalog().projects();
        if (raw.isRaw()) {
          raw.print(out(), json(ProjectName.DEFAULT));
          projects.forEachRemaining(project -> raw.print(out(), described(project)));
          return;
        }
        Table table = new Table(out(), "ACTIVE", "PROJECT", "CREATED", "DESCRIPTION");
        table.row(active(ProjectName.DEFAULT), ProjectName.DEFAULT, "-", "");
        projects.forEachRemaining(
            project ->
                table.row(
                    active(project.name()),
                    project.name(),
                    raw.time(project.created(), terminal().clock()),
                    project.description()));
        table.print();
      }
    }

    private String active(ProjectName name) {
      return name.equals(project()) ? "*" : "";
    }

    private static ObjectNode json(ProjectName name) {
      ObjectNode json = RawJson.object();
      json.putObject("project").put("name", name.value());
      return json;
    }

    private static ObjectNode described(Project project) {
      ObjectNode json = json(project.name());
      RawJson.putText(json, "description", project.description());
      return json.put("created_at", project.created().toString());
    }
  }
}
