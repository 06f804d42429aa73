/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects, what repositories are described as, and options that are refused by name. */
final class ProjectCommandsTest {
  private static final String NO_PROJECT =
      "project nope does not exist; 'tusk create project nope' makes it";

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.silent("create", "project", "vision", "-d", "eyes");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  /** A project with a pipeline, another that reads it, and branches that follow each other. */
  private void fill() {
    cli.silent("create", "repo", "films", "--project", "vision");
    cli.input("1").silent("put", "file", "films@master:/a", "--project", "vision");
    cli.input(Specs.upper("first", "films")).silent("create", "pipeline", "--project", "vision");
    cli.input(Specs.upper("second", "first")).silent("create", "pipeline", "--project", "vision");
    cli.silent("create", "repo", "album", "--project", "vision");
    cli.silent("create", "branch", "album@follower", "-p", "second@master", "--project", "vision");
    cli.input("{\"create_pipeline_request\":{\"datum_tries\":2}}")
        .silent("create", "defaults", "--project", "vision");
  }

  @Test
  void inspects() {
    cli.timeStands();
    assertThat(cli.ok("inspect", "project", "vision"))
        .isEqualTo("Name: vision\nDescription: eyes\nCreated: 1 minute ago\n");
    assertThat(cli.ok("inspect", "project", "vision", "--raw"))
        .isEqualTo(
            """
            {
              "project" : {
                "name" : "vision"
              },
              "description" : "eyes",
              "created_at" : "2026-01-02T03:05:05Z"
            }
            """);
    assertThat(cli.ok("inspect", "projects", "default")).isEqualTo("Name: default\n");
    cli.fails(4, NO_PROJECT, "inspect", "project", "nope");
  }

  @Test
  void describes() {
    cli.silent("update", "project", "vision", "-d", "ears");
    assertThat(cli.ok("inspect", "project", "vision", "--full-timestamps"))
        .isEqualTo("Name: vision\nDescription: ears\nCreated: 2026-01-02T03:05:05Z\n");
    cli.silent("update", "project", "default", "--description", "all else");
    assertThat(cli.column(1, "list", "project")).containsExactly("default", "vision");
    assertThat(cli.ok("inspect", "project", "default")).contains("Description: all else\n");
    cli.silent("update", "project", "vision", "-d", "");
    assertThat(cli.ok("inspect", "project", "vision")).doesNotContain("Description");
    cli.fails(4, NO_PROJECT, "update", "project", "nope", "-d", "x");
    cli.misused(
        "tusk update project",
        "Missing required option: '--description=TEXT'",
        "update",
        "project",
        "vision");
  }

  @Test
  void describesRepositories() {
    String before = Cli.first(cli.ok("inspect", "repo", "images", "--full-timestamps"), "Created");
    cli.silent("update", "repo", "images", "-d", "pictures");
    assertThat(cli.ok("inspect", "repo", "images", "--full-timestamps"))
        .contains("Description: pictures\n", before);
    assertThat(cli.ok("undo")).contains("update repo images");
    assertThat(cli.ok("inspect", "repo", "images")).doesNotContain("Description");
    cli.fails(
        4,
        "repo nope does not exist; 'tusk list repo' shows those that exist",
        "update",
        "repo",
        "nope",
        "-d",
        "x");
    cli.misused(
        "tusk update repo",
        "Missing required option: '--description=TEXT'",
        "update",
        "repo",
        "images");
  }

  @Test
  void deletesWhatIsEmpty() {
    String none = cli.ok("inspect", "defaults", "--project", "vision");
    cli.input("{\"create_pipeline_request\":{\"datum_tries\":2}}")
        .silent("create", "defaults", "--project", "vision");
    cli.silent("delete", "project", "vision");
    assertThat(cli.column(1, "list", "project")).containsExactly("default");
    cli.silent("create", "project", "vision");
    assertThat(cli.ok("inspect", "defaults", "--project", "vision")).isEqualTo(none);
    cli.fails(4, NO_PROJECT, "delete", "project", "nope");
    cli.fails(4, NO_PROJECT, "delete", "project", "nope", "-f");
  }

  @Test
  void deletesAllThatAProjectHoldsByForce() {
    fill();
    String holds =
        "project vision cannot be deleted: it has repo vision/album; delete what it holds first, or"
            + " 'tusk delete project vision --force' deletes all of it";
    cli.fails(5, holds, "delete", "project", "vision");
    cli.silent("delete", "project", "vision", "--force");
    assertThat(cli.column(1, "list", "project")).containsExactly("default");
    assertThat(cli.column(1, "list", "repo", "-A")).containsExactly("images");
    assertThat(cli.column(1, "list", "pipeline", "-A")).isEmpty();
    assertThat(cli.ok("undo")).contains("delete project vision");
    assertThat(cli.column(1, "list", "pipeline", "--project", "vision"))
        .containsExactlyInAnyOrder("first", "second");
    assertThat(cli.ok("get", "file", "films@master:/a", "--project", "vision")).isEqualTo("1");
  }

  @Test
  void forceStopsAtOtherProjects() {
    fill();
    cli.input(
            "{\"pipeline\":{\"name\":\"other\"},\"input\":{\"pfs\":{\"project\":\"vision\","
                + "\"repo\":\"first\",\"glob\":\"/\"}},\"transform\":{\"cmd\":[\"true\"]}}")
        .silent("create", "pipeline");
    cli.fails(
        5,
        "repo vision/first cannot be deleted: pipeline other reads its branch master"
            + "; give the pipeline another input by 'tusk update pipeline', or delete it first:"
            + " 'tusk delete pipeline other'",
        "delete",
        "project",
        "vision",
        "-f");
    String always = "project default exists always and cannot be deleted";
    cli.fails(5, always, "delete", "project", "default");
    cli.silent("delete", "pipeline", "other");
    cli.fails(5, always, "delete", "project", "default", "-f");
    assertThat(cli.column(1, "list", "repo")).containsExactly("images");
  }

  @Test
  void repairsAreRefusedByName() {
    String repairs =
        "option --fix is not part of this version: nothing that is missing or altered can be made"
            + " again; restore the objects that fsck names from a copy of the store";
    cli.fails(2, repairs, "fsck", "--fix");
    cli.fails(2, repairs, "fsck", "-f");
    String outputs =
        " is not part of this version: an output is stored with the datum that made it, so none is"
            + " left behind";
    cli.fails(2, "option --zombie" + outputs, "fsck", "--zombie", "images@master");
    cli.fails(2, "option --zombie-all" + outputs, "fsck", "--zombie-all");
  }
}
