/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How every command and every option may not be given. */
final class MisuseTest {
  private static final List<Class<?>> BOOLEANS = List.of(boolean.class, Boolean.class);

  private static final List<Class<?>> NUMBERS =
      List.of(int.class, Integer.class, long.class, Long.class);

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory);
  }

  @AfterEach
  void nothingWasMade() {
    assertThat(directory).isEmptyDirectory();
  }

  private static Stream<DynamicTest> commands(Consumer<CommandSpec> test) {
    return Commands.all().stream()
        .map(
            command ->
                DynamicTest.dynamicTest(command.qualifiedName(), () -> test.accept(command)));
  }

  private static Stream<DynamicTest> options(Consumer<OptionSpec> test) {
    return commands(command -> command.options().forEach(test));
  }

  private void misused(OptionSpec option, String message, String... more) {
    misused(option.command(), message, more);
  }

  private void misused(CommandSpec command, String message, String... more) {
    Stream<String> args = Stream.concat(Commands.full(command).stream(), Arrays.stream(more));
    cli.misused(command.qualifiedName(), message, args.toArray(String[]::new));
  }

  @TestFactory
  Stream<DynamicTest> oneArgumentTooMany() {
    return commands(
        command -> {
          if (!command.name().equals("help")) {
            misused(
                command,
                "'"
                    + command.qualifiedName()
                    + "' takes no further argument, but there is \"more\""
                    + Main.meant(command),
                "more");
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> noArgumentAtAll() {
    return commands(
        command -> {
          String missing =
              Stream.<ArgSpec>concat(
                      command.options().stream().filter(OptionSpec::required),
                      command.positionalParameters().stream().filter(p -> p.arity().min() > 0))
                  .map(MisuseTest::quoted)
                  .collect(Collectors.joining(", "));
          if (!missing.isEmpty()) {
            Cli.Result result = cli.run(Commands.words(command).toArray(new String[0]));
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).matches("tusk: Missing required [a-z ]+: .*\n.*\n");
            assertThat(result.err().lines().findFirst().orElseThrow()).endsWith(": " + missing);
          }
        });
  }

  private static String quoted(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? "'" + option.longestName() + "=" + option.paramLabel() + "'"
        : "'" + argument.paramLabel() + "'";
  }

  @TestFactory
  Stream<DynamicTest> flagsWithAValue() {
    return options(
        option -> {
          if (BOOLEANS.contains(option.type())) {
            String name = option.longestName();
            misused(option, name + " takes true or false, not \"maybe\"", name + "=maybe");
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> optionsWithoutTheirValue() {
    return options(
        option -> {
          if (option.arity().min() > 0) {
            misused(
                option,
                "Missing required parameter for option '"
                    + option.longestName()
                    + "' ("
                    + option.paramLabel()
                    + ")",
                option.longestName());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> optionsGivenTwice() {
    return options(
        option -> {
          if (option.arity().min() > 0 && !option.isMultiValue()) {
            String name = option.longestName();
            Class<?> type = option.type();
            String value = type.isEnum() ? type.getEnumConstants()[0].toString() : "7";
            misused(
                option,
                "option '" + name + "' (" + option.paramLabel() + ") should be specified only once",
                name,
                value,
                name,
                value);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> valuesOfAnotherType() {
    return options(
        option -> {
          Class<?> type = option.isMultiValue() ? option.auxiliaryTypes()[0] : option.type();
          String name = option.longestName();
          if (type.isEnum()) {
            String words =
                Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", "))
                    .replaceFirst(", ([^,]+)$", " or $1");
            misused(option, name + " takes " + words + ", not \"none\"", name, "none");
          } else if (NUMBERS.contains(type)) {
            misused(option, name + " takes a whole number, not \"many\"", name, "many");
          } else {
            assertThat(type).isIn(BOOLEANS.get(0), BOOLEANS.get(1), String.class);
          }
        });
  }

  @Test
  void numbersThatAreTooLarge() {
    String huge = "9".repeat(19);
    cli.misused(
        "tusk run",
        "--planOnWorkersFrom takes a whole number of at most 9223372036854775807, not \""
            + huge
            + "\"",
        "run",
        "--planOnWorkersFrom=" + huge);
    cli.misused(
        "tusk run",
        "--targetParallelism takes a whole number of at most 2147483647, not \"3000000000\"",
        "run",
        "--targetParallelism",
        "3000000000");
    cli.misused(
        "tusk run",
        "--targetParallelism takes a whole number of at least -2147483648, not \"-3000000000\"",
        "run",
        "--targetParallelism=-3000000000");
    cli.misused(
        "tusk run",
        "--planOnWorkersFrom takes a whole number, not \"1.5\"",
        "run",
        "--planOnWorkersFrom=1.5");
    cli.misused(
        "tusk run",
        "--planOnWorkersFrom takes a whole number, not \"\"",
        "run",
        "--planOnWorkersFrom=");
  }

  @TestFactory
  Stream<DynamicTest> commandsThatAreNotThere() {
    return Absent.commands().stream()
        .map(
            words ->
                DynamicTest.dynamicTest(
                    words,
                    () -> {
                      String[] args = (words + " list thing --more").split(" ", -1);
                      assertRefused("'tusk " + words + "'", cli.run(args));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> optionsThatAreNotThere() {
    return Absent.options().stream()
        .map(
            words ->
                DynamicTest.dynamicTest(
                    words,
                    () -> {
                      String option = words.replaceFirst("^.* ", "");
                      String command =
                          words.contains(" ") ? words.replace(" " + option, "") : "list repo";
                      List<String> args = Commands.full(Commands.of(command));
                      args.add(option);
                      assertRefused("option " + option, cli.run(args.toArray(new String[0])));
                    }));
  }

  @Test
  void whatIsNotThereIsInTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("../../docs/coming-from-pachyderm.md"));
    assertThat(Absent.commands()).allSatisfy(words -> assertThat(page).contains("`" + words + "`"));
    assertThat(Absent.options())
        .allSatisfy(
            words ->
                assertThat(page).containsPattern("[` ]" + words.replaceFirst(".* ", "") + "`"));
  }

  private static void assertRefused(String subject, Cli.Result result) {
    assertThat(result.err())
        .startsWith("tusk: " + subject + " is not part of ")
        .containsPattern("of (Tusk|this version): [a-z'-].{20,}\n$")
        .hasLineCount(1);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void wordsOfWhatIsNotThere() {
    String snapshots =
        "'tusk create snapshot' is not part of this version: a copy of the store's directory, made"
            + " while nothing writes to it, holds everything";
    cli.fails(2, snapshots, "create", "snapshot");
    cli.fails(2, snapshots, "create", "snapshots");
    cli.fails(2, snapshots, "create-snapshot", "--raw");
    cli.fails(2, snapshots, "help", "create", "snapshot");
    String images =
        " is not part of this version: commands run with the host's programs; install there what"
            + " they need, and leave the option out";
    cli.fails(2, "option -p" + images, "update", "pipeline", "-p", "-f", "edges.json");
    cli.fails(
        2, "option --registry" + images, "create", "pipeline", "--registry=docker.io", "-u", "me");
    cli.fails(
        2,
        "option -v is not part of Tusk: an error says all that is known of it",
        "-v",
        "list",
        "repo");
  }
}
