/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shells themselves say what they would complete. */
final class CompletionTest {
  private static final int FUNCTION_LINES = 23;

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory);
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private List<String> lines(String... command) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    int code = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start().waitFor();
    assertThat(code).as(Files.readString(out)).isZero();
    return Files.readAllLines(out, UTF_8);
  }

  /** What bash offers for the last of {@code words}, which hold no quotes. */
  private List<String> bash(String... words) throws IOException, InterruptedException {
    String all = String.join(" ", words);
    String array = words[words.length - 1].isEmpty() ? all + " ''" : all;
    return lines(
        "bash",
        "--norc",
        "-c",
        "compopt() { :; }; source tusk.bash; COMP_WORDS=(tusk "
            + array
            + "); COMP_CWORD="
            + words.length
            + "; _complete_tusk; printf '%s\\n' \"${COMPREPLY[@]}\"");
  }

  /** What fish offers at the end of {@code line}, each with its description. */
  private List<String> fish(String line) throws IOException, InterruptedException {
    return lines("fish", "--no-config", "-c", "source tusk.fish; complete -C '" + line + "'");
  }

  @Test
  void bashCompletesVerbsNounsOptionsAndValues() throws IOException, InterruptedException {
    cli.file("tusk.bash", cli.ok("completion", "bash"));
    assertThat(bash("li")).containsExactly("list");
    assertThat(bash("")).contains("create", "list", "run", "completion");
    assertThat(bash("list", "re")).containsExactly("repo", "repos");
    assertThat(bash("list", "repos", "--full")).containsExactly("--full-timestamps");
    assertThat(bash("list", "repo", "-o", "")).containsExactly("json", "yaml");
    assertThat(bash("list", "job", "--state", "F")).containsExactly("FINISHING", "FAILURE");
    assertThat(bash("completion", "")).containsExactly("bash", "zsh", "fish");
    assertThat(lines("bash", "--norc", "-c", "source tusk.bash; complete -p tusk"))
        .containsExactly("complete -o default -F _complete_tusk tusk");
  }

  @Test
  void zshTakesTheScript() throws IOException, InterruptedException {
    assumeTrue(isInstalled("zsh"), "zsh is not installed");
    cli.file("tusk.zsh", cli.ok("completion", "zsh"));
    assertThat(
            lines(
                "zsh",
                "-f",
                "-c",
                "autoload -U compinit && compinit -u && source tusk.zsh && print $_comps[tusk]"))
        .singleElement()
        .asString()
        .startsWith("_bash_complete ")
        .contains("-F _complete_tusk");
  }

  @Test
  void fishCompletesVerbsNounsOptionsAndValues() throws IOException, InterruptedException {
    assumeTrue(isInstalled("fish"), "fish is not installed");
    cli.file("tusk.fish", cli.ok("completion", "fish"));
    cli.file("specs/edges.json", "");
    assertThat(fish("tusk val")).containsExactly("validate\tValidate specifications");
    assertThat(fish("tusk list ")).hasSameSizeAs(nouns("list"));
    assertThat(fish("tusk list re")).containsExactly("repo\tList the repositories of a project");
    assertThat(fish("tusk list repos --full"))
        .containsExactly("--full-timestamps\tPrint times as RFC 3339, in UTC");
    assertThat(fish("tusk list repo --raw -o j"))
        .containsExactly("json\tPrint raw output in this language");
    assertThat(fish("tusk list repo ")).isEmpty();
    assertThat(fish("tusk create pipeline -f specs/e")).containsExactly("specs/edges.json");
    assertThat(fish("tusk completion z")).containsExactly("zsh\tThe shell");
    assertThat(fish("tusk version --cl"))
        .containsExactly("--client-only\tPrint the program's row alone");
  }

  private static List<String> nouns(String verb) {
    return Vocabulary.VERBS.stream()
        .filter(found -> found.name().equals(verb))
        .flatMap(found -> found.commands().keySet().stream())
        .map(Noun::singular)
        .toList();
  }

  /** Every command and every option that help shows has its rule. */
  @Test
  void fishHasARuleForEverything() {
    String script = cli.ok("completion", "fish");
    for (Verb verb : Vocabulary.VERBS) {
      assertThat(script).contains("'__tusk_at' -a '" + verb.name() + "' ");
      for (Noun noun : verb.commands().keySet()) {
        String at = "'__tusk_at " + verb.name() + "' -a '" + noun.singular() + "' ";
        String in = "__tusk_in " + verb.name() + " " + noun.plural() + "' -l ";
        assertThat(script).contains(at, in);
      }
    }
    assertThat(script).contains("__tusk_in list repos' -l store -r -F ");
    assertThat(script.lines().skip(FUNCTION_LINES)).allMatch(line -> line.startsWith("complete "));
  }

  @Test
  void misuse() {
    cli.misused("tusk completion", "Missing required parameter: 'bash|zsh|fish'", "completion");
    cli.misused(
        "tusk completion",
        "argument bash|zsh|fish takes bash, zsh or fish, not \"tcsh\"",
        "completion",
        "tcsh");
  }
}
