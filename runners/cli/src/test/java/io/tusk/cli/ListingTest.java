/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every list and every text of inspect over one store, in which nothing is changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ListingTest {
  @TempDir static Path directory;
  private Cli cli;
  private String failedJob;
  private String goodJob;

  @BeforeAll
  void fill() {
    FilledStore store = FilledStore.in(directory);
    cli = store.cli();
    failedJob = store.failedJob();
    goodJob = store.goodJob();
  }

  @AfterAll
  void soundStore() {
    cli.assertSound();
  }

  private void golden(String name, String... args) {
    Cli.Result result = cli.run(args);
    assertThat(result.code()).as(result.err()).isZero();
    // Run times and names are the machine's.
    String text =
        result
            .out()
            .replaceAll("\\b0\\.[0-9]{2,3}s\\b", "0s")
            .replaceAll("(\"worker_id\" : )\"[^\"]+\"", "$1\"######\"")
            .replaceAll("datum [0-9a-f]{8} ", "datum ######## ");
    Golden.assertMatches(name, "$ tusk " + String.join(" ", args) + "\n" + text + result.err());
  }

  private String datum() {
    return cli.ok("list", "datum", "upper@" + goodJob).lines().toList().get(1).split(" ", -1)[0];
  }

  private List<JsonNode> raw(String... args) throws IOException {
    try (MappingIterator<JsonNode> documents =
        new ObjectMapper().readerFor(JsonNode.class).readValues(cli.ok(args))) {
      return documents.readAll();
    }
  }

  @Test
  void tables() {
    golden("list-repo", "list", "repo");
    golden("list-repo-full-timestamps", "list", "repo", "--full-timestamps", "-A");
    golden("list-branch", "list", "branch", "images");
    golden("list-commit-repo", "list", "commit", "images");
    golden("list-commit-output", "list", "commit", "upper");
    golden("list-commit-open", "list", "commit", "texts@draft");
    golden("list-commit-sets", "list", "commit");
    golden("list-commit-set", "list", "commit", failedJob);
    golden("list-file", "list", "file", "images@master");
    golden("list-file-directory", "list", "file", "images@master:/d");
    golden("list-file-file", "list", "file", "images@master:/d/b.txt");
    golden("glob-file", "glob", "file", "images@master:/**");
    golden("diff-file", "diff", "file", "images@master^^", "--name-only");
    golden(
        "diff-file-shallow",
        "diff",
        "file",
        "images@master",
        "images@old",
        "--shallow",
        "--name-only");
    golden(
        "diff-file-name-only", "diff", "file", "images@master:/d", "images@old.1:/", "--name-only");
    golden("list-pipeline", "list", "pipeline");
    golden("list-job", "list", "job", "-x");
    golden("list-job-sets", "list", "job");
    golden("list-commit-expand", "list", "commit", "-x", "--origin", "user");
    golden("list-job-state", "list", "job", "--state", "failure,KILLED", "-p", "upper");
    golden("list-datum", "list", "datum", "upper@" + goodJob);
    golden("list-project", "list", "project");
    golden("list-operation", "list", "operation", "-n", "9");
    golden("find-commit", "find", "commit", "images@master:/a.txt");
    golden("draw-pipeline", "draw", "pipeline");
  }

  @Test
  void texts() {
    golden("inspect-repo", "inspect", "repo", "images");
    golden("inspect-branch", "inspect", "branch", "upper@master");
    golden("inspect-commit", "inspect", "commit", "images@master^^", "--full-timestamps");
    golden("inspect-commit-open", "inspect", "commit", "texts@draft");
    golden("inspect-file", "inspect", "file", "images@master:/a.txt");
    golden("inspect-file-directory", "inspect", "file", "images@master:/d");
    golden("inspect-pipeline", "inspect", "pipeline", "upper");
    golden("inspect-job", "inspect", "job", "upper@" + goodJob);
    golden("inspect-project", "inspect", "project", "vision");
    golden("inspect-datum", "inspect", "datum", "upper@" + goodJob, datum());
    golden("inspect-job-failed", "inspect", "job", "upper@" + failedJob);
  }

  @Test
  void rawJson() {
    golden("raw-list-repo", "list", "repo", "--raw");
    golden("raw-list-branch", "list", "branch", "images", "-o", "json");
    golden("raw-list-commit", "list", "commit", "upper", "--raw");
    golden("raw-list-commit-sets", "list", "commit", "--raw", "-n", "1");
    golden("raw-list-file", "list", "file", "images@master", "--raw");
    golden("raw-list-pipeline", "list", "pipeline", "--raw");
    golden("raw-list-pipeline-spec", "list", "pipeline", "--spec");
    golden("raw-list-job", "list", "job", "-x", "--raw");
    golden("raw-list-job-sets", "list", "job", "--raw", "-n", "1");
    golden("raw-inspect-project", "inspect", "project", "vision", "--raw");
    golden("raw-find-commit", "find", "commit", "images@master:/a.txt", "--raw", "--limit", "1");
    golden("raw-list-operation", "list", "operation", "-n", "1", "--raw");
    golden("raw-logs", "logs", "-j", "upper@" + failedJob, "--worker", "--raw");
    golden("raw-list-datum", "list", "datum", "upper@" + goodJob, "--raw");
  }

  @Test
  void yamlSaysWhatJsonSays() throws IOException {
    for (String[] args :
        new String[][] {
          {"list", "repo"}, {"list", "pipeline"}, {"list", "job"}, {"list", "file", "images@master"}
        }) {
      String[] yaml = java.util.Arrays.copyOf(args, args.length + 2);
      yaml[args.length] = "-o";
      yaml[args.length + 1] = "yaml";
      String[] json = yaml.clone();
      json[args.length + 1] = "json";
      Iterable<Object> loaded =
          new Load(LoadSettings.builder().build()).loadAllFromString(cli.ok(yaml));
      List<Object> documents = StreamSupport.stream(loaded.spliterator(), false).toList();
      ObjectMapper mapper = new ObjectMapper();
      assertThat(documents.stream().map(document -> mapper.convertValue(document, Map.class)))
          .isEqualTo(raw(json).stream().map(node -> mapper.convertValue(node, Map.class)).toList());
    }
  }

  @Test
  void whatScriptsReadFromRawOutput() throws IOException {
    assertThat(raw("list", "pipeline", "--raw"))
        .extracting(json -> json.at("/pipeline/name").asText())
        .containsExactly("upper");
    JsonNode job = raw("inspect", "job", "upper@" + goodJob, "--raw").get(0);
    assertThat(job.at("/job/id").asText()).isEqualTo(goodJob);
    assertThat(job.at("/job/pipeline/name").asText()).isEqualTo("upper");
    assertThat(job.at("/state").asText()).isEqualTo("JOB_SUCCESS");
    assertThat(job.at("/data_processed").isInt()).isTrue();
    assertThat(job.at("/data_processed").asInt()).isEqualTo(2);
    assertThat(job.at("/data_failed").asInt(-1)).isZero();
    JsonNode failed = raw("inspect", "job", "upper@" + failedJob, "--raw").get(0);
    assertThat(failed.at("/state").asText()).isEqualTo("JOB_FAILURE");
    assertThat(failed.at("/reason").asText()).contains("/a.txt");
    assertThat(raw("list", "commit", "images@master", "--raw", "-n", "1").get(0).at("/commit/id"))
        .hasToString("\"" + cli.head("images@master") + "\"");
    assertThat(raw("inspect", "file", "images@master:/d", "-o", "json").get(0).at("/file_type"))
        .hasToString("\"DIR\"");
    assertThat(raw("list", "branch", "images", "--raw"))
        .extracting(json -> json.at("/branch/name").asText())
        .containsExactly("master", "old");
  }

  @Test
  void logsOfAJob() {
    assertThat(cli.ok("logs", "-j", "upper@" + failedJob, "--failed"))
        .contains("told to fail by /a.txt")
        .startsWith("datum ");
  }

  @Test
  void nothingForATerminalToObey() {
    assertThat(cli.ok("list", "repo")).contains("words to ?[31mread").doesNotContain("\u001b");
  }
}
