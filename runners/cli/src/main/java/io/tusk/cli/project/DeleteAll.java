/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.project;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.DefaultsCatalog;
import io.tusk.pipeline.DefaultsScope;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.ProjectRemoval;
import io.tusk.repo.Catalog;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Delete all pipelines, repositories, projects and defaults.",
      "On a terminal it lists them and asks; elsewhere --yes is needed. 'tusk undo' takes it back,"
          + " unless a commit was open."
    },
    footer = {"", "Examples:", "  tusk delete all", "  tusk delete all --yes"})
public final class DeleteAll extends ChangeCommand {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  /** What the user agreed to; absent where nobody was asked. */
  private Optional<List<String>> agreed = Optional.empty();

  @Override
  protected boolean prepare() throws IOException {
    if (yes) {
      return true;
    }
    if (!terminal().isInteractive()) {
      throw misuse("it asks on a terminal only; --yes deletes without a question");
    }
    List<String> all;
    try (TuskStore store = openStore()) {
      all = contents(store.snapshot().catalog());
    }
    if (all.isEmpty()) {
      err().println("there is nothing to delete");
      return false;
    }
    err().println("This deletes, with all commits, files and jobs:");
    all.forEach(line -> err().println("  " + line));
    err().print("Delete all of it? [y/N] ");
    err().flush();
    agreed = Optional.of(all);
    return isYes();
  }

  private boolean isYes() throws IOException {
    String answer =
        new BufferedReader(new InputStreamReader(terminal().input(), StandardCharsets.UTF_8))
            .readLine();
    return answer != null
        && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
  }

  private static List<String> contents(Catalog catalog) {
    List<String> all = new ArrayList<>();
    new PipelineCatalog(catalog)
        .pipelines()
        .forEachRemaining(pipeline -> all.add("pipeline " + pipeline.name()));
    catalog.repos().forEachRemaining(repo -> all.add("repo " + repo.name()));
    projects(catalog).stream().skip(1).forEach(project -> all.add("project " + project));
    if (new DefaultsCatalog(catalog).find(new DefaultsScope.Cluster()).isPresent()) {
      all.add("defaults of the cluster");
    }
    projects(catalog).stream()
        .filter(project -> new DefaultsCatalog(catalog).find(of(project)).isPresent())
        .forEach(project -> all.add("defaults of project " + project));
    return all;
  }

  private static DefaultsScope of(ProjectName project) {
    return new DefaultsScope.OfProject(project);
  }

  /** The default project, and the others. */
  private static List<ProjectName> projects(Catalog catalog) {
    return ProjectText.all(catalog).stream().map(ProjectText::name).toList();
  }

  @Override
  protected String subject() {
    return "";
  }

  @Override
  protected boolean joinsTransactions() {
    return false;
  }

  @Override
  protected void change(Transaction tx) {
    if (agreed.filter(list -> !list.equals(contents(tx.catalog()))).isPresent()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "the store was changed after its contents were listed; nothing is deleted, run it again");
    }
    List<ProjectName> projects = projects(tx.catalog());
    ProjectRemoval.empty(tx, projects);
    projects.stream().skip(1).forEach(project -> ProjectRemoval.delete(tx, project));
    ProjectRemoval.forgetDefaults(tx, of(ProjectName.DEFAULT));
    ProjectRemoval.forgetDefaults(tx, new DefaultsScope.Cluster());
  }
}
