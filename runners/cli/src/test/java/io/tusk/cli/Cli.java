/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.cli.frame.Terminal;
import io.tusk.host.Host;
import io.tusk.objects.TestStores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Runs commands within this process, in a directory of their own. A command takes a minute. */
final class Cli {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  /** Stores in one process never share an id, as engines know them by it. */
  private static final AtomicLong SEEDS = new AtomicLong();

  final Path directory;
  final Map<String, String> environment = new HashMap<>();
  private final Random random = new Random(SEEDS.incrementAndGet());
  private Instant now = START;
  private InputStream input = InputStream.nullInputStream();
  private boolean timeStands;
  private Duration look = Duration.ZERO;
  private Host.Sleeper sleeper = Host.system().sleeper();
  private Terminal.Interaction interaction = Terminal.Interaction.PROGRAM;
  private Terminal.Interaction screen = Terminal.Interaction.PROGRAM;

  Cli(Path directory) {
    this.directory = directory;
    // The configuration of who runs the tests is left alone: a test that needs one has its own.
    environment.put("XDG_CONFIG_HOME", "/dev/null/none");
    TestStores.bucket(directory).ifPresent(store -> environment.put("TUSK_STORE", store));
  }

  /** What a command printed, and its exit code. */
  record Result(int code, byte[] bytes, String err) {
    String out() {
      return new String(bytes, UTF_8);
    }
  }

  /** The time stands while a command runs, but for what {@link #timePasses} says. */
  private Instant instant() {
    now = now.plus(look);
    return now;
  }

  /** The model of all commands, not to be run. */
  static CommandTree commands() {
    Terminal terminal =
        new Terminal(
            Map.of(),
            Path.of("/"),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            Terminal.Interaction.PROGRAM,
            Terminal.Interaction.PROGRAM,
            Host.system());
    return new CommandTree(terminal, Vocabulary.VERBS);
  }

  /** Standard input of the next command. */
  Cli input(String text) {
    return input(text.getBytes(UTF_8));
  }

  Cli input(byte[] bytes) {
    return input(new ByteArrayInputStream(bytes));
  }

  Cli input(InputStream stream) {
    this.input = stream;
    return this;
  }

  /** From now on a person sees the error stream. */
  Cli onTerminal() {
    interaction = Terminal.Interaction.PERSON;
    return this;
  }

  /** From now on a person sees standard output. */
  Cli onScreen() {
    screen = Terminal.Interaction.PERSON;
    return this;
  }

  /** From now on commands take no time. */
  Cli timeStands() {
    timeStands = true;
    return this;
  }

  /** The next command comes so much later. */
  Cli later(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** From now on so much time passes whenever a command looks at the clock. */
  Cli timePasses(Duration each) {
    look = each;
    return this;
  }

  /** From now on commands wait by this, and take no time to. */
  Cli waiting(Host.Sleeper newSleeper) {
    sleeper = newSleeper;
    return this;
  }

  Result run(String... args) {
    return runIn(directory, args);
  }

  Result runIn(Path working, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintWriter outWriter = new PrintWriter(new OutputStreamWriter(out, UTF_8));
    PrintWriter errWriter = new PrintWriter(new OutputStreamWriter(err, UTF_8));
    InstantSource time = this::instant;
    Host host = new Host(time.withZone(ZoneOffset.UTC), random, sleeper);
    Terminal terminal = new Terminal(environment, working, input, out, interaction, screen, host);
    int code = Main.run(terminal, outWriter, errWriter, args);
    outWriter.flush();
    errWriter.flush();
    input = InputStream.nullInputStream();
    now = timeStands ? now : now.plusSeconds(60);
    return new Result(code, out.toByteArray(), err.toString(UTF_8));
  }

  /** Runs a command that succeeds and says nothing on standard error; returns what it prints. */
  String ok(String... args) {
    Result result = run(args);
    assertThat(result.err()).as(String.join(" ", args)).isEmpty();
    assertThat(result.code()).as(String.join(" ", args)).isZero();
    return result.out();
  }

  /** A column, from 0, of the table that a command prints, without its header. */
  List<String> column(int column, String... args) {
    return ok(args).lines().skip(1).map(line -> line.split(" +", -1)[column]).toList();
  }

  /** As {@link #ok}; and the command prints nothing at all. */
  void silent(String... args) {
    assertThat(ok(args)).as(String.join(" ", args)).isEmpty();
  }

  /** The command fails with that message, prints nothing and leaves the store as it is. */
  void fails(int code, String message, String... args) {
    Map<String, Long> before = log();
    Result result = run(args);
    assertThat(result.err()).as(String.join(" ", args)).isEqualTo("tusk: " + message + "\n");
    assertThat(result.code()).as(String.join(" ", args)).isEqualTo(code);
    assertThat(result.out()).as(String.join(" ", args)).isEmpty();
    assertThat(log()).as(String.join(" ", args)).isEqualTo(before);
  }

  /** The command is misused: as {@link #fails}, and a second line names the help of it. */
  void misused(String command, String message, String... args) {
    fails(2, message + "\n'" + command + " --help' shows the usage.", args);
  }

  /** Records of the log with their lengths. */
  private Map<String, Long> log() {
    Map<String, Long> records = new HashMap<>();
    Path log = directory.resolve(".tusk/log");
    if (!Files.isDirectory(log)) {
      return records;
    }
    try (Stream<Path> walk = Files.walk(log)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        records.put(file.toString(), Files.size(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }

  /** A repository in a new store. */
  Cli withRepo(String name) {
    Result result = run("create", "repo", name);
    assertThat(result.code()).as(result.err()).isZero();
    return this;
  }

  void withRepoSilently(String name) {
    silent("create", "repo", name);
  }

  void put(String target, String content) {
    input(content).silent("put", "file", target);
  }

  /** The newest commit of a branch. */
  String head(String branch) {
    return first(ok("inspect", "commit", branch), "Commit: .*@").replaceAll("Commit: .*@", "");
  }

  /** The first line that begins so. */
  static String first(String text, String pattern) {
    return text.lines().filter(line -> line.matches(pattern + ".*")).findFirst().orElseThrow();
  }

  /** The names in a listing of files. */
  List<String> files(String ref) {
    return ok("glob", "file", ref + ":/**")
        .lines()
        .skip(1)
        .map(line -> line.substring(line.indexOf('/')))
        .filter(name -> !name.endsWith("/"))
        .toList();
  }

  Path file(String name, String content) {
    return file(name, content.getBytes(UTF_8));
  }

  Path file(String name, byte[] content) {
    try {
      Path path = directory.resolve(name);
      Files.createDirectories(path.getParent());
      return Files.write(path, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void assertSound() {
    assertThat(ok("fsck")).isEqualTo("No errors found.\n");
  }
}
