/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the script in a tree whose tusk and java only note what they are asked. */
final class RunScriptTest {
  /** A job over midnight, with another behind it; its id tells how often tusk ran. */
  private static final String JOBS =
      """
      {
        "job" : { "pipeline" : { "name" : "p" }, "id" : "%s" },
        "state" : "JOB_SUCCESS",
        "started" : "2026-01-01T23:59:59.500Z",
        "finished" : "2026-01-02T00:00:01.250Z",
        "data_processed" : 1,
        "data_skipped" : 11
      }
      { "job" : { "id" : "0ld" }, "data_processed" : 99, "data_skipped" : 99 }
      """;

  @TempDir Path directory;
  private Path tree;

  private record Outcome(int status, String text) {}

  @BeforeEach
  void plantTree() throws IOException {
    tree = directory.toRealPath().resolve("a tree");
    Files.createDirectories(tree.resolve("pipelines/examples"));
    Files.copy(Path.of("run"), tree.resolve("pipelines/examples/run"));
    Files.writeString(tree.resolve("READ ME.md"), "words");
    for (String module : List.of("datum-io", "pipelines/examples", "engine", "runners", "docs")) {
      Files.createDirectories(tree.resolve(module + "/target"));
      Files.writeString(tree.resolve(module + "/target/Left.java"), "out");
      Files.writeString(tree.resolve(module + "/a b.md"), "words");
    }
    plant("jdk/bin/java", "mkdir -p \"$4\" && touch \"$4/planet.png\" \"$4/sea.png\"");
    plantTusk("$(grep -c '^run' calls)");
  }

  private void plantTusk(String id) throws IOException {
    plant(
        "tusk",
        "cd \"$(dirname \"$0\")\"",
        "printf '%s|' \"${@//$PWD/TREE}\" >>calls",
        "echo >>calls",
        "case $1 in",
        "  list) cat <<END\n" + JOBS.formatted(id) + "END\n;;",
        "  run) [ ! -e broken ] || { echo 'job broke' >&2; exit 3; } ;;",
        "  get) echo '  7  words' >\"${@: -1}\" ;;",
        "esac");
  }

  private void plant(String path, String... lines) throws IOException {
    Path file = tree.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Outcome run(String... arguments) throws IOException, InterruptedException {
    Path log = directory.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder("bash", tree.resolve("pipelines/examples/run").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("JAVA_HOME", tree.resolve("jdk").toString());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    int status = builder.start().waitFor();
    return new Outcome(status, Files.readString(log).replace(tree.toString(), "TREE"));
  }

  private static String jobs(String first, String second) {
    String line = "   %-10s    1 processed   11 skipped     1.75 s   success\n";
    return line.formatted(first) + line.formatted(second);
  }

  @Test
  void showsTheJobsOfEachStepAndWhereThePictureIs() throws Exception {
    Outcome outcome = run();
    String jobs = jobs("edges", "montage");
    assertThat(outcome.text())
        .isEqualTo(
            "\n2 new pictures\n"
                + jobs
                + "\nplanet.png changed\n"
                + jobs
                + "\npipeline edges updated: EDGE_THRESHOLD 0.15 instead of 0.3, for what is new\n"
                + jobs
                + "\nthe same update with --reprocess\n"
                + jobs
                + "\nLook at TREE/.tusk-example/edges/montage.png\n");
    assertThat(outcome.status()).isZero();
    assertThat(Files.readAllLines(tree.resolve("calls")).stream().filter(c -> !c.startsWith("l")))
        .containsExactly(
            "create|repo|images|",
            "put|file|-r|-f|TREE/.tusk-example/edges/images/planet.png|-f|"
                + "TREE/.tusk-example/edges/images/sea.png|images@master|",
            "create|pipeline|-f|TREE/pipelines/examples/edges/edges.json|",
            "create|pipeline|-f|TREE/pipelines/examples/edges/montage.json|",
            "run|",
            "put|file|-r|-f|TREE/.tusk-example/edges/images/planet.png|images@master|",
            "run|",
            "update|pipeline|-f|TREE/pipelines/examples/edges/edges-fine.json|",
            "run|",
            "update|pipeline|-f|TREE/pipelines/examples/edges/edges-fine.json|--reprocess|",
            "run|",
            "get|file|montage@master:/montage.png|-o|TREE/.tusk-example/edges/montage.png|");
  }

  @Test
  void startsAfreshEachTime() throws Exception {
    assertThat(run().status()).isZero();
    Path left = Files.writeString(tree.resolve(".tusk-example/edges/left"), "x");
    assertThat(run().status()).isZero();
    assertThat(left).doesNotExist();
  }

  @Test
  void saysSoWhenAStepMadeNoJob() throws Exception {
    plantTusk("5a5a");
    assertThat(run().text())
        .contains("\nplanet.png changed\n   edges      no new job\n   montage    no new job\n");
  }

  @Test
  void stopsWhereTuskFails() throws Exception {
    Files.createFile(tree.resolve("broken"));
    assertThat(run())
        .isEqualTo(
            new Outcome(
                1,
                """

                2 new pictures
                job broke
                run: tusk run failed; the store is TREE/.tusk-example/edges/store
                """));
  }

  @Test
  void countsTheProjectsOwnTexts() throws Exception {
    Outcome outcome = run("word-count");
    assertThat(outcome.text())
        .isEqualTo(
            "\nthe project's own sources and documentation\n"
                + jobs("map", "reduce")
                + "\none document added\n"
                + jobs("map", "reduce")
                + "\nThe most frequent words, of TREE/.tusk-example/word-count/top.txt\n"
                + "  7  words\n");
    assertThat(outcome.status()).isZero();
    Path documents = tree.resolve(".tusk-example/word-count/documents");
    assertThat(documents.resolve("pipelines/examples/a b.md")).hasContent("words");
    assertThat(documents.resolve("READ ME.md")).hasContent("words");
    assertThat(documents.resolve("docs/target")).doesNotExist();
    assertThat(documents.resolve("ein älterer Text.md"))
        .hasContent("Über naïve Wörter: words, words, words.\n");
  }

  @Test
  void putsTheFilesOfAnExampleAndThenTheChange() throws Exception {
    for (String name : List.of("readings/t1-monday.txt", "parameters/t1.txt")) {
      Path file = tree.resolve("pipelines/examples/joins").resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
    Outcome outcome = run("joins");
    String jobs = jobs("inner", "left") + jobs("right", "full");
    assertThat(outcome.text())
        .isEqualTo(
            "\nreadings of t1, t2 and t4, parameters of t1, t2 and t3\n"
                + jobs
                + "\nparameters of t4 added\n"
                + jobs
                + "\nparameters of t1 changed\n"
                + jobs
                + "\nTo look around: export TUSK_STORE=TREE/.tusk-example/joins/store\n");
    assertThat(outcome.status()).isZero();
    String joins = "TREE/pipelines/examples/joins/";
    assertThat(Files.readAllLines(tree.resolve("calls")).stream().filter(c -> !c.startsWith("l")))
        .containsExactly(
            "create|repo|parameters|",
            "put|file|-r|-f|" + joins + "parameters/t1.txt|parameters@master|",
            "create|repo|readings|",
            "put|file|-r|-f|" + joins + "readings/t1-monday.txt|readings@master|",
            "create|pipeline|-f|" + joins + "joins.yaml|",
            "run|",
            "put|file|parameters@master:/t4.txt|-f|TREE/.tusk-example/joins/lines|",
            "run|",
            "put|file|parameters@master:/t1.txt|-f|TREE/.tusk-example/joins/lines|",
            "run|");
    assertThat(tree.resolve(".tusk-example/joins/lines")).hasContent("scale 0.1\noffset -41\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"groups", "grid-search", "shuffle"})
  void runsTheExamplesOfInputsToTheirEnd(String example) throws Exception {
    Path file = tree.resolve("pipelines/examples").resolve(example).resolve("repo/file.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
    Outcome outcome = run(example);
    assertThat(outcome.text())
        .endsWith("\nTo look around: export TUSK_STORE=TREE/.tusk-example/" + example + "/store\n");
    assertThat(outcome.status()).isZero();
  }

  @Test
  void ticksByHand() throws Exception {
    Path file = tree.resolve("pipelines/examples/nightly/invoices/anna.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
    Outcome outcome = run("nightly");
    String jobs = jobs("reminders", "owed");
    assertThat(outcome.text())
        .isEqualTo(
            "\nthree invoices, and no night has come\n"
                + jobs
                + "\na tick by hand, as at three in the night\n"
                + jobs
                + "\nan invoice added\n"
                + jobs
                + "\nanother tick\n"
                + jobs
                + "\n  7  words\n"
                + "\nTo look around: export TUSK_STORE=TREE/.tusk-example/nightly/store\n");
    assertThat(outcome.status()).isZero();
    assertThat(Files.readAllLines(tree.resolve("calls")).stream().filter(c -> c.startsWith("run")))
        .containsExactly(
            "run|", "run|cron|reminders|", "run|", "run|", "run|cron|reminders|", "run|");
  }

  @Test
  void refusesAnUnknownExample() throws Exception {
    assertThat(run("sums"))
        .isEqualTo(
            new Outcome(
                1,
                "run: there is no example \"sums\"; choose edges, opencv, word-count, joins, groups,"
                    + " grid-search, shuffle or nightly\n"));
  }
}
