/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.EveryStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EveryStore
final class DefaultsCommandsTest {
  @TempDir Path directory;
  @TempDir Path configuration;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.file("upper.json", Specs.upper("upper", "images").replace(",\"datum_tries\":1", ""));
    cli.file("defaults.json", "{\"createPipelineRequest\": {\"datumTries\": 5}}");
    cli.file("more.yaml", "create_pipeline_request:\n  datum_tries: 8\n  description: d\n");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private String spec() {
    return cli.ok("list", "pipeline", "upper", "-s");
  }

  @Test
  void countForWhatIsCreatedAfterwards() {
    assertThat(cli.ok("inspect", "defaults", "--cluster")).isEqualTo("{ }\n");
    cli.silent("create", "defaults", "--cluster", "-f", "defaults.json");
    assertThat(cli.ok("inspect", "defaults", "--cluster"))
        .isEqualTo(
            """
            {
              "create_pipeline_request" : {
                "datumTries" : 5
              }
            }
            """);
    assertThat(cli.ok("create", "pipeline", "-f", "upper.json", "--dry-run"))
        .contains("\"datum_tries\" : 5");
    assertThat(cli.ok("create", "pipeline", "-f", "upper.json", "--dry-run", "-o", "yaml"))
        .contains("datum_tries: 5");
    assertThat(cli.ok("list", "pipeline").lines()).hasSize(1);
    cli.silent("create", "pipeline", "-f", "upper.json");
    assertThat(spec()).contains("\"datum_tries\" : 5");

    cli.silent("update", "defaults", "--project", "default", "-f", "more.yaml");
    assertThat(spec()).contains("\"datum_tries\" : 5");
    cli.silent("update", "pipeline", "-f", "upper.json");
    assertThat(spec()).contains("\"datum_tries\" : 8", "\"description\" : \"d\"");
    cli.silent("delete", "defaults", "--project", "default");
    assertThat(cli.ok("inspect", "defaults", "--project", "default")).isEqualTo("{ }\n");
  }

  @Test
  void regenerate() {
    cli.silent("create", "pipeline", "-f", "upper.json");
    String[] update = {"update", "defaults", "--cluster", "-f", "more.yaml", "--regenerate"};
    String[] dry = java.util.Arrays.copyOf(update, update.length + 1);
    dry[update.length] = "--dry-run";

    Cli.Result shown = cli.run(dry);

    assertThat(shown.code()).isZero();
    assertThat(shown.out()).contains("\"datum_tries\" : 8");
    assertThat(shown.err()).isEqualTo("pipelines that would change: upper\n");
    assertThat(cli.ok("inspect", "defaults", "--cluster")).isEqualTo("{ }\n");
    assertThat(cli.run(update).err()).isEqualTo("changed pipelines: upper\n");
    assertThat(spec()).contains("\"datum_tries\" : 8");
    assertThat(cli.ok("inspect", "pipeline", "upper")).contains("Version: 2\n");
    assertThat(cli.run(update).err()).isEqualTo("no pipeline changes\n");
    assertThat(cli.run("delete", "defaults", "--cluster", "--regenerate", "--reprocess").err())
        .isEqualTo("changed pipelines: upper\n");
    assertThat(spec()).contains("\"datum_tries\" : 3");
  }

  @Test
  void createAndDeleteTryAndRegenerate() {
    cli.silent("create", "pipeline", "-f", "upper.json");
    String[] create = {"create", "defaults", "--cluster", "-f", "more.yaml", "--regenerate"};
    Cli.Result tried = cli.run(with(create, "--dry-run"));
    assertThat(tried.out()).contains("\"datum_tries\" : 8");
    assertThat(tried.err()).isEqualTo("pipelines that would change: upper\n");
    assertThat(cli.run(with(create, "--reprocess")).err()).isEqualTo("changed pipelines: upper\n");
    String salt = salt();
    assertThat(cli.run("delete", "defaults", "--cluster", "--regenerate", "--dry-run").err())
        .isEqualTo("pipelines that would change: upper\n");
    assertThat(cli.ok("delete", "defaults", "--cluster", "--dry-run")).isEqualTo("{ }\n");
    assertThat(spec()).contains("\"datum_tries\" : 8");
    String[] update = {"update", "defaults", "--cluster", "-f", "defaults.json", "--regenerate"};
    assertThat(cli.run(update).err()).isEqualTo("changed pipelines: upper\n");
    assertThat(salt()).isEqualTo(salt);
    update[4] = "more.yaml";
    assertThat(cli.run(with(update, "--reprocess")).err()).isEqualTo("changed pipelines: upper\n");
    assertThat(salt()).isNotEqualTo(salt);
  }

  private static String[] with(String[] args, String more) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 1);
    all[args.length] = more;
    return all;
  }

  private String salt() {
    return Cli.first(cli.ok("inspect", "pipeline", "upper", "--raw"), " *\"salt\"");
  }

  @Test
  void misuse() {
    cli.misused(
        "tusk inspect defaults",
        "either --cluster or --project has to be given",
        "inspect",
        "defaults");
    cli.fails(
        4,
        "project nope does not exist; 'tusk create project nope' makes it",
        "inspect",
        "defaults",
        "--project",
        "nope");
    cli.misused(
        "tusk create defaults",
        "--reprocess goes with --regenerate",
        "create",
        "defaults",
        "--cluster",
        "--reprocess");
    cli.misused(
        "tusk create defaults",
        "either --cluster or --project has to be given",
        "create",
        "defaults",
        "-f",
        "defaults.json");
    cli.misused(
        "tusk update defaults",
        "--cluster and --project exclude each other; give one of them",
        "update",
        "defaults",
        "--cluster",
        "--project",
        "default",
        "-f",
        "defaults.json");
    cli.misused(
        "tusk delete defaults",
        "--reprocess goes with --regenerate",
        "delete",
        "defaults",
        "--cluster",
        "--reprocess");
    cli.fails(
        4,
        "there are no defaults of the cluster; 'tusk create defaults' makes them",
        "delete",
        "defaults",
        "--cluster");
    cli.input("{\"datum_tries\":2}")
        .fails(
            1,
            "<stdin>:1:2: unknown field \"datum_tries\" in defaults; put fields of a specification"
                + " into create_pipeline_request",
            "create",
            "defaults",
            "--cluster",
            "-f",
            "-");
  }

  @Test
  void inATransactionLaterCommandsSeeThem() {
    cli.environment.put("XDG_CONFIG_HOME", configuration.toString());
    cli.ok("start", "transaction");
    cli.ok("create", "defaults", "--cluster", "-f", "defaults.json");
    cli.ok("create", "pipeline", "-f", "upper.json");
    cli.ok("finish", "transaction");
    assertThat(spec()).contains("\"datum_tries\" : 5");
  }
}
