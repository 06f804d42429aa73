/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class HelpTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory);
  }

  private static void collect(CommandLine command, List<String> words, List<List<String>> all) {
    all.add(words);
    command.getCommandSpec().subcommands().values().stream()
        .distinct()
        .forEach(
            sub -> {
              List<String> more = new ArrayList<>(words);
              more.add(sub.getCommandName());
              collect(sub, more, all);
            });
  }

  private static List<List<String>> commands() {
    List<List<String>> all = new ArrayList<>();
    collect(Cli.commands().whole(), List.of(), all);
    return all;
  }

  @TestFactory
  Stream<DynamicTest> helpOfEveryCommand() {
    return commands().stream()
        .map(
            words ->
                DynamicTest.dynamicTest(
                    "tusk " + String.join(" ", words),
                    () -> {
                      List<String> args = new ArrayList<>(words);
                      args.add("--help");
                      String text = cli.ok(args.toArray(new String[0]));
                      Golden.assertMatches(
                          words.isEmpty() ? "help" : "help-" + String.join("-", words), text);
                      assertThat(text.lines()).allMatch(line -> line.length() <= 80);
                      assertThat(text).contains("\n\nExamples:\n  ");
                      List<String> help = new ArrayList<>(words);
                      help.add(0, "help");
                      assertThat(cli.ok(help.toArray(new String[0]))).isEqualTo(text);
                    }));
  }

  /** Each can be given as it is printed; the first is of the command itself. */
  @Test
  void examplesCanBeGiven() {
    CommandLine tusk = Cli.commands().whole();
    tusk.setCaseInsensitiveEnumValuesAllowed(true);
    for (List<String> words : commands()) {
      CommandLine command = tusk;
      for (String word : words) {
        command = command.getSubcommands().get(word);
      }
      String[] footer = command.getCommandSpec().usageMessage().footer();
      assertThat(footer).as(words.toString()).startsWith("", "Examples:").hasSizeGreaterThan(2);
      assertThat(footer[2]).contains("tusk " + String.join(" ", words));
      for (String line : List.of(footer).subList(2, footer.length)) {
        String example =
            line.replaceFirst("^  (date \\| )?tusk ", "").replaceFirst(" (\\| jq|>) .*", "");
        String[] args = Shell.words(example);
        assertThat(tusk.parseArgs(args).errors()).as(line).isEmpty();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> hyphenatedFormOfEveryCommand() {
    CommandTree tree = Cli.commands();
    return Vocabulary.VERBS.stream()
        .flatMap(
            verb ->
                verb.commands().keySet().stream()
                    .flatMap(noun -> Stream.of(noun.singular(), noun.plural()))
                    .map(
                        noun ->
                            DynamicTest.dynamicTest(
                                verb.name() + "-" + noun,
                                () -> assertIsHyphenated(tree, verb.name(), noun))));
  }

  private void assertIsHyphenated(CommandTree tree, String verb, String noun) {
    String hyphenated = verb + "-" + noun;
    assertThat(tree.separateWords(hyphenated, "-x", "a-b"))
        .containsExactly(verb, noun, "-x", "a-b");
    assertThat(tree.separateWords("--no-color", hyphenated))
        .containsExactly("--no-color", verb, noun);
    String help = cli.ok(verb, noun, "--help");
    assertThat(cli.ok(hyphenated, "--help")).isEqualTo(help);
    assertThat(cli.ok("help", hyphenated)).isEqualTo(help);
    assertThat(cli.ok("--help") + cli.ok(verb, "--help")).doesNotContain(hyphenated);
  }

  @Test
  void noColors() {
    cli.onTerminal();
    String plain = cli.ok("list", "repo", "--help", "--no-color");
    assertThat(plain).doesNotContain("\u001b").startsWith("Usage: tusk list repo");
    assertThat(cli.ok("--no-color", "list", "repo", "--help")).isEqualTo(plain);
    cli.environment.put("NO_COLOR", "1");
    assertThat(cli.ok("list", "repo", "--help")).isEqualTo(plain);
  }

  @Test
  void noArgumentShowsTheHelp() {
    assertThat(cli.ok()).isEqualTo(cli.ok("--help"));
  }

  @Test
  void helpOfHyphenatedAndPluralForms() {
    assertThat(cli.ok("help", "create-pipeline")).isEqualTo(cli.ok("create", "pipeline", "--help"));
    assertThat(cli.ok("help", "list", "jobs")).isEqualTo(cli.ok("help", "list", "job"));
  }

  @Test
  void helpOfWhatIsNotThere() {
    cli.misused("tusk help", "there is no command 'tusk nope'", "help", "nope");
    cli.misused(
        "tusk help",
        "there is no command 'tusk list repp'; did you mean \"repo\"?",
        "help",
        "list",
        "repp");
  }

  @Test
  void wordsThatAreNoCommands() {
    cli.misused("tusk", "\"nope\" is no verb of 'tusk'", "nope");
    cli.misused("tusk", "\"lsit\" is no verb of 'tusk'; did you mean \"list\"?", "lsit", "repo");
    cli.misused(
        "tusk list",
        "\"comit\" is no noun of 'tusk list'; did you mean \"commit\"?",
        "list",
        "comit");
    cli.misused("tusk glob", "'tusk glob' needs a noun: file", "glob");
    cli.misused(
        "tusk list repo", "'tusk list repo' has no option \"--nope\"", "list", "repo", "--nope");
    cli.misused(
        "tusk validate pipeline",
        "'tusk validate pipeline' takes no further argument, but there is \"edges.json\"; -f names"
            + " a file",
        "validate",
        "pipeline",
        "edges.json");
    cli.misused(
        "tusk logs",
        "'tusk logs' takes no further argument, but there is \"edges\"; -p names a pipeline",
        "logs",
        "edges");
    cli.misused(
        "tusk version",
        "'tusk version' has no option \"--client-onyl\"; did you mean \"--client-only\"?",
        "version",
        "--client-onyl");
    cli.misused(
        "tusk list repo",
        "'tusk list repo' takes no further argument, but there is \"images\"",
        "list",
        "repo",
        "images");
    cli.misused("tusk", "\"create-nope\" is no verb of 'tusk'", "create-nope");
    cli.misused("tusk", "\"nope\" is no verb of 'tusk'", "nope", "list", "repo", "images");
  }

  @Test
  void argumentsThatWereNoText() {
    cli.fails(
        2,
        "argument \"a@b:/\uFFFD\" is not text in this locale's encoding; set LC_ALL=C.UTF-8",
        "put",
        "file",
        "a@b:/\uFFFD");
  }

  @Test
  void version() {
    String version = VersionCommand.ofProgram();
    assertThat(cli.ok("version").replace(version, "VERSION").replaceAll(" +", " "))
        .isEqualTo("COMPONENT VERSION\ntusk VERSION\nstore format 1\n");
    assertThat(cli.ok("version", "--client-only").replaceAll(" +", " "))
        .isEqualTo("COMPONENT VERSION\ntusk " + version + "\n");
    assertThat(cli.ok("version", "--raw"))
        .isEqualTo("{\n  \"client\" : \"" + version + "\",\n  \"store_format\" : 1\n}\n");
    String platform =
        System.getProperty("os.name").toLowerCase(Locale.ROOT)
            + "/"
            + System.getProperty("os.arch");
    assertThat(cli.ok("version", "--client-only", "--print-architecture").lines().skip(1))
        .containsExactly("tusk      " + version + " (" + platform + ")");
    assertThat(cli.ok("version", "--print-architecture", "-o", "yaml"))
        .contains("platform: " + platform + "\n");
    assertThat(cli.ok("--version")).isEqualTo("tusk " + version + "\n");
    assertThat(Files.exists(directory.resolve(".tusk"))).isFalse();
  }
}
