/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --project} of every command: what it names is of that project, which has to be there. */
final class ProjectOptionTest {
  private static final String NO_PROJECT =
      "project nope does not exist; 'tusk create project nope' makes it";

  /** They name nothing that is of a project. */
  private static final List<String> OF_NO_PROJECT =
      List.of("run", "fsck", "doctor", "validate pipeline");

  /** Tested elsewhere: they choose a scope by it, never end, or need a job that runs. */
  private static final List<String> ELSEWHERE =
      List.of(
          "create defaults",
          "update defaults",
          "delete defaults",
          "inspect defaults",
          "subscribe commit",
          "restart datum");

  @TempDir Path directory;
  @TempDir Path configuration;
  private final Set<String> used = new TreeSet<>();
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
    cli.environment.put("XDG_CONFIG_HOME", configuration.toString());
    cli.silent("create", "project", "vision");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private static String[] with(String project, String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--project";
    all[args.length + 1] = project;
    return all;
  }

  /** Fails in a project that does not exist; what it prints in the other one. */
  private String in(String... args) {
    cli.fails(4, NO_PROJECT, with("nope", args));
    String two = args.length == 1 ? args[0] : args[0] + " " + args[1];
    boolean isNoun = Commands.all().stream().map(Main::words).anyMatch(two::equals);
    used.add(isNoun ? two : args[0]);
    Cli.Result result = cli.run(with("vision", args));
    assertThat(result.err()).as(String.join(" ", args)).isEmpty();
    assertThat(result.code()).as(String.join(" ", args)).isZero();
    return result.out();
  }

  private void silent(String... args) {
    assertThat(in(args)).as(String.join(" ", args)).isEmpty();
  }

  private String head(String branch) {
    return Cli.first(in("inspect", "commit", branch), "Commit: ").replaceFirst(".*@", "");
  }

  /** As messages write it, so that what they advise can be given as it stands. */
  @Test
  void aProjectBeforeANameNeedsNoOption() {
    cli.silent("create", "repo", "vision/shots");
    cli.put("vision/shots@master:/a", "x");
    cli.silent("create", "branch", "vision/shots@dev", "--head", "master");
    cli.silent("create", "branch", "images@copies", "-p", "vision/shots@dev");
    cli.ok("start", "commit", "vision/shots@dev", "--parent", "master");
    cli.fails(
        5,
        "branch vision/shots@dev has the open commit "
            + cli.head("vision/shots@dev")
            + "; 'tusk finish commit vision/shots@dev' finishes it",
        "start",
        "commit",
        "vision/shots@dev");
    cli.silent("finish", "commit", "vision/shots@dev");
    assertThat(cli.ok("list", "commit", "vision/shots")).contains("shots");
    assertThat(cli.ok("list", "branch", "vision/shots")).contains("dev", "master");

    cli.input(Specs.upper("upper", "shots"))
        .silent("create", "pipeline", "--project", "vision", "-f", "-");
    cli.silent("edit", "pipeline", "vision/upper", "--editor", "sed -i s/datum_tries/datumTries/");
    cli.silent("stop", "pipeline", "vision/upper");
    cli.silent("start", "pipeline", "vision/upper");
    runJobs();
    assertThat(cli.ok("inspect", "pipeline", "vision/upper.2")).contains("Version: 2\n");
    String job = "vision/upper@" + cli.head("vision/upper@master");
    assertThat(cli.ok("wait", "job", job)).contains(job);
    assertThat(cli.ok("get", "file", "vision/upper@master:/a")).isEqualTo("X");
    assertThat(cli.ok("list", "pipeline").lines()).hasSize(1);
  }

  private void runJobs() {
    assertThat(cli.run("run").code()).isZero();
  }

  @Test
  void aLifeInAProject() {
    cli.file("upper.json", Specs.upper("upper", "films"));
    cli.file("a", "1");
    String before = cli.ok("list", "commit", "-x", "--full-timestamps");
    files();
    commits();
    pipelines();
    jobs();
    end();
    transactions();
    assertThat(cli.ok("list", "repo")).contains(" images ").hasLineCount(2);
    assertThat(cli.ok("list", "commit", "-x", "--full-timestamps")).isEqualTo(before);
    Set<String> all = new TreeSet<>();
    Commands.all().stream()
        .filter(command -> command.findOption("--project") != null)
        .forEach(command -> all.add(Main.words(command)));
    used.addAll(OF_NO_PROJECT);
    used.addAll(ELSEWHERE);
    assertThat(used).isEqualTo(all);
  }

  private void files() {
    silent("create", "repo", "films");
    silent("update", "repo", "films", "-d", "moving");
    assertThat(in("list", "repo")).contains("vision  films ", " moving\n").hasLineCount(2);
    assertThat(in("inspect", "repo", "films")).contains("Project: vision\n");
    silent("put", "file", "films@master:/a", "-f", "a");
    silent("copy", "file", "films@master:/a", "films@master:/b");
    silent("put", "file", "films@master:/c", "-f", "a");
    silent("delete", "file", "films@master:/b");
    assertThat(in("get", "file", "films@master:/a")).isEqualTo("1");
    assertThat(in("list", "file", "films@master")).hasLineCount(3);
    assertThat(in("glob", "file", "films@master:/*")).hasLineCount(3);
    assertThat(in("inspect", "file", "films@master:/a")).contains("Size: 1B\n");
    assertThat(in("diff", "file", "films@master", "--name-only")).contains("-  1B   /b\n");
    assertThat(in("find", "commit", "films@master:/b")).contains(" deleted ").hasLineCount(3);
  }

  private void commits() {
    assertThat(in("list", "commit", "films")).contains("vision  films ").hasLineCount(5);
    String second = head("films@master.2");
    silent("squash", "commitV2", "films@master.2");
    silent("squash", "commit", head("films@master.2"));
    assertThat(in("list", "commit", "films")).doesNotContain(second).hasLineCount(3);
    silent("create", "branch", "films@side", "--head", "master");
    assertThat(in("list", "branch", "films")).contains("\nside ");
    assertThat(in("inspect", "branch", "films@side")).contains("Name: vision/films@side\n");
    silent("delete", "branch", "films@side");
    in("start", "commit", "films@draft");
    silent("finish", "commit", "films@draft");
    assertThat(in("wait", "commit", "films@draft")).contains("Finished: ");
    silent("delete", "commitV2", "films@draft");
    in("start", "commit", "films@draft");
    silent("delete", "commit", head("films@draft"));
  }

  private void pipelines() {
    silent("create", "pipeline", "-f", "upper.json");
    silent("update", "pipeline", "-f", "upper.json");
    silent("rerun", "pipeline", "upper");
    assertThat(in("edit", "pipeline", "upper", "--editor", "true"))
        .startsWith("Pipeline unchanged");
    assertThat(in("list", "pipeline")).contains("vision  upper 3 ").hasLineCount(2);
    assertThat(in("inspect", "pipeline", "upper")).contains("Input: vision/films:/*\n");
    assertThat(in("draw", "pipeline", "--box-width", "20")).contains("vision/films");
    silent("stop", "pipeline", "upper");
    silent("start", "pipeline", "upper");
    assertThat(in("check", "status")).hasLineCount(1);
    String never = "\"cron\":{\"name\":\"tick\",\"spec\":\"@never\"}";
    cli.file(
        "nightly.json", Specs.upper("nightly", "films").replaceAll("\"pfs\":\\{[^}]*}", never));
    silent("create", "pipeline", "-f", "nightly.json");
    silent("run", "cron", "nightly");
    silent("delete", "pipeline", "nightly");
    runJobs();
  }

  private void jobs() {
    String job = "upper@" + head("upper@master");
    assertThat(in("list", "job", "-x", "--state", "success")).contains("vision  upper ");
    assertThat(in("inspect", "job", job)).contains("Project: vision\n");
    assertThat(in("wait", "job", job)).startsWith("vision/" + job + " success in ");
    String row = in("list", "datum", job).lines().toList().get(1);
    assertThat(row).contains(" vision/films@" + head("films@master") + ":/a ");
    assertThat(in("inspect", "datum", job, row.replaceFirst(" .*", ""))).contains("State: success");
    assertThat(in("logs", "-p", "upper")).isEmpty();
    silent("rerun", "pipeline", "upper");
    String next = "upper@" + head("upper@master");
    silent("stop", "job", next);
    silent("delete", "job", next);
  }

  private void end() {
    silent("delete", "pipeline", "upper");
    silent("delete", "repo", "films");
    assertThat(in("undo")).contains("delete repo vision/films");
    silent("delete", "repo", "--all");
    assertThat(in("list", "operation", "-n", "1")).contains("delete repo --all");
    assertThat(in("list", "project")).contains("*      vision");
    silent("create", "project", "more");
    silent("update", "project", "more", "-d", "x");
    assertThat(in("inspect", "project", "more")).contains("Description: x\n");
    silent("delete", "project", "more");
    cli.fails(4, NO_PROJECT, "delete", "all", "--yes", "--project", "nope");
    used.add("delete all");
  }

  private void transactions() {
    in("start", "transaction");
    assertThat(in("inspect", "transaction")).startsWith("Transaction: ");
    String id = in("stop", "transaction").replaceFirst(".*: ", "").strip();
    assertThat(in("list", "transaction")).contains(id);
    in("resume", "transaction", id);
    in("finish", "transaction");
    in("start", "transaction");
    silent("delete", "transaction");
  }
}
