/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Specifications that are templates. */
final class JsonnetTest {
  private static final String TEMPLATE =
      """
      local lib = import 'lib.libsonnet';
      function(suffix, glob='/*') [
        lib.upper('first-' + suffix, 'images', glob),
        lib.upper('second-' + suffix, 'first-' + suffix, glob),
      ]
      """;
  private static final String LIBRARY =
      """
      {
        upper(name, repo, glob): {
          pipeline: { name: name },
          input: { pfs: { repo: repo, glob: glob } },
          transform: { cmd: ['sh'], stdin: ['tr a-z A-Z < /pfs/in > /pfs/out/o'] },
        },
      }
      """;

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
  }

  @AfterEach
  void soundStore() {
    cli.assertSound();
  }

  private void needsJsonnet() {
    String path = System.getenv("PATH");
    assumeTrue(
        Stream.of(path.split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, "jsonnet"))),
        "jsonnet is not installed");
    cli.environment.put("PATH", path);
  }

  /** A program that does not render but says how it was called. */
  private void fakeJsonnet(String script) throws IOException {
    Path programs = Files.createDirectories(directory.resolve("programs"));
    Path program = programs.resolve("jsonnet");
    Files.writeString(program, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    cli.environment.put("PATH", programs + ":/usr/bin:/bin");
  }

  private List<String> pipelines() {
    return cli.ok("list", "pipeline")
        .lines()
        .skip(1)
        .map(line -> line.split(" +", -1)[1])
        .sorted()
        .toList();
  }

  @Test
  void aTemplateIsRenderedWithItsArgumentsAndImports() throws IOException {
    needsJsonnet();
    Files.createDirectories(directory.resolve("specs"));
    cli.file("specs/pair.jsonnet", TEMPLATE);
    cli.file("specs/lib.libsonnet", LIBRARY);
    String template = "specs/pair.jsonnet";

    cli.silent("create", "pipeline", "--jsonnet", template, "--arg", "suffix=a-b");

    assertThat(pipelines()).containsExactly("first-a-b", "second-a-b");
    cli.silent(
        "update", "pipeline", "--jsonnet", template, "--arg", "suffix=a-b", "--arg", "glob=/*.txt");
    assertThat(cli.ok("inspect", "pipeline", "second-a-b", "--raw"))
        .contains("\"glob\" : \"/*.txt\"");
  }

  @Test
  void aTemplateMayComeFromStandardInput() {
    needsJsonnet();
    cli.input("function(name) " + Specs.upper("x", "images").replace("\"x\"", "name"))
        .silent("create", "pipeline", "--jsonnet", "-", "--arg", "name=edges");
    assertThat(pipelines()).containsExactly("edges");
  }

  @Test
  void faultsOfATemplateAreThoseOfTheProgram() {
    needsJsonnet();
    cli.file("bad.jsonnet", "{ name: }");
    Cli.Result result = cli.run("create", "pipeline", "--jsonnet", "bad.jsonnet");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("tusk: template bad.jsonnet cannot be rendered: ")
        .contains("bad.jsonnet:1:")
        .endsWith("; correct it, or its --arg. Nothing was changed\n");
    assertThat(pipelines()).isEmpty();
  }

  @Test
  void theProgramIsCalledWithTextArguments() throws IOException {
    cli.file("t.jsonnet", "ignored");
    fakeJsonnet("for a in \"$@\"; do echo \"<$a>\" >&2; done; echo out; exit 7\n");
    cli.fails(
        1,
        "template t.jsonnet cannot be rendered: <--tla-str>\n<a=1 2>\n<--tla-str>\n<b==>\n<-->\n<"
            + directory.resolve("t.jsonnet")
            + ">; correct it, or its --arg. Nothing was changed",
        "create",
        "pipeline",
        "--jsonnet",
        "t.jsonnet",
        "--arg",
        "a=1 2",
        "--arg",
        "b==");
  }

  @Test
  void faultsOfWhatIsRenderedHaveItsPlaces() throws IOException {
    cli.file("t.jsonnet", "ignored");
    fakeJsonnet("echo '{\"pipeline\": {\"name\": \"p\"},'; echo ' \"transfrom\": {}}'\n");
    Cli.Result result = cli.run("create", "pipeline", "--jsonnet", "t.jsonnet");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("t.jsonnet, rendered:2:2: ").contains("transfrom");
    assertThat(pipelines()).isEmpty();
  }

  @Test
  void misuse() {
    cli.environment.put("PATH", directory.toString());
    cli.file("t.jsonnet", "{}");
    String command = "tusk create pipeline";
    cli.misused(
        command,
        "both -f and --jsonnet were given; give one of them",
        "create",
        "pipeline",
        "-f",
        "t.jsonnet",
        "--jsonnet",
        "t.jsonnet");
    cli.misused(
        command,
        "--arg is for a template; name it with --jsonnet",
        "create",
        "pipeline",
        "--arg",
        "a=1");
    cli.misused(
        command,
        "--arg \"x\" is not of the form NAME=VALUE",
        "create",
        "pipeline",
        "--jsonnet",
        "t.jsonnet",
        "--arg",
        "x");
    cli.fails(
        1,
        "--jsonnet needs the program jsonnet, which is not on the PATH; install it (Debian: apt-get"
            + " install jsonnet), or give a rendered specification with -f",
        "create",
        "pipeline",
        "--jsonnet",
        "t.jsonnet");
  }
}
