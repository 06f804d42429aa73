/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the command line reads specifications, with a store and without one. */
final class SpecificationsTest {
  @TempDir Path directory;

  @Test
  void theyAreValidatedWithoutAStoreAndMakeNone() {
    Cli cli = new Cli(directory);
    cli.file("upper.json", Specs.upper("upper", "images"));
    cli.silent("validate", "pipeline", "-f", "upper.json");
    cli.input(Specs.upper("upper", "images")).silent("validate", "pipeline");
    cli.input("pipeline: {name: x}\ntransform: {cmd: [sh]}\n")
        .fails(
            1,
            "<stdin>:1:1: input is missing; a job needs something to read",
            "validate",
            "pipeline",
            "-f",
            "-");
    cli.input("transform: {cmd: [sh]}\ninput: {pfs: {repo: in, glob: /}}\n")
        .fails(1, "<stdin>:1:1: pipeline is missing; give pipeline.name", "validate", "pipeline");
    cli.input("pipeline: {}\ntransform: {cmd: [sh]}\ninput: {pfs: {repo: in, glob: /}}\n")
        .fails(
            1, "<stdin>:1:11: pipeline.name is missing; name the pipeline", "validate", "pipeline");
    assertThat(directory.resolve(".tusk")).doesNotExist();
  }

  @Test
  void aFaultOfOneLeavesNothingOfAFile() {
    Cli cli = new Cli(directory).withRepo("images");
    String good = Specs.upper("good", "images");
    cli.input(
            good
                + "\n{\"pipeline\":{\"name\":\"-x\"},\"transform\":{\"cmd\":[\"sh\"]},"
                + "\"input\":{\"pfs\":{\"repo\":\"images\",\"glob\":\"/\",\"s3\":true}}}")
        .fails(
            1,
            "<stdin>:2:21: pipeline.name is invalid: pipeline name \"-x\" must start with a letter"
                + " or a digit; choose another name",
            "create",
            "pipeline");
    String bad = Specs.upper("bad", "images", "/", "").replace("\"glob\"", "\"s3\":true,\"glob\"");
    cli.input(good + bad)
        .fails(
            1,
            "<stdin>:1:"
                + (good.length() + bad.indexOf("true") + 1)
                + ": input.pfs.s3: Tusk has no S3 gateway; read and write the files under /pfs"
                + " instead",
            "create",
            "pipeline");
    assertThat(cli.ok("list", "pipeline").lines()).hasSize(1);
    cli.assertSound();
  }

  @Test
  void theProjectIsThatOfTheCommandUnlessTheyNameOne() {
    Cli cli = new Cli(directory).withRepo("images");
    cli.silent("create", "project", "vision");
    cli.silent("create", "repo", "images", "--project", "vision");
    cli.input(Specs.upper("a", "images")).silent("create", "pipeline", "--project", "vision");
    String named =
        Specs.upper("b", "images")
            .replace("\"name\":\"b\"", "\"name\":\"b\",\"project\":{\"name\":\"default\"}");
    cli.input(named).silent("create", "pipeline", "--project", "vision");
    String empty =
        Specs.upper("c", "images").replace("\"name\":\"c\"", "\"name\":\"c\",\"project\":{}");
    cli.input(empty).silent("create", "pipeline");
    assertThat(cli.ok("list", "pipeline", "-A").lines().skip(1).map(line -> line.split(" +", 3)))
        .extracting(cells -> cells[0] + "/" + cells[1])
        .containsExactlyInAnyOrder("vision/a", "default/b", "default/c");
    cli.assertSound();
  }
}
