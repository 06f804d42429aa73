/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: locales, users, signals, closed pipes. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class ProcessTest {
  private static final int SIGINT_EXIT = 130;

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
  }

  private record Result(int code, String out, String err) {}

  private List<String> java() {
    return new ArrayList<>(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.tusk.cli.Main"));
  }

  private ProcessBuilder shell(String locale, String script) {
    List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    command.addAll(java());
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("LC_ALL", locale);
    return builder;
  }

  /** Runs a script in which {@code "$@"} is the program; its streams go through files. */
  private Result run(String locale, String script) throws IOException, InterruptedException {
    Path out = directory.resolve("stdout");
    Path err = directory.resolve("stderr");
    Process process =
        shell(locale, script).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    int code = process.waitFor();
    return new Result(code, Files.readString(out), Files.readString(err));
  }

  @Test
  void aClosedPipeEndsQuietly() throws IOException, InterruptedException {
    for (int i = 0; i < 3_000; i++) {
      cli.file("many/" + "x".repeat(100) + i, "");
    }
    cli.silent("put", "file", "-r", "images@master:/", "-f", "many");
    Result listed =
        run("C.UTF-8", "\"$@\" list file images@master | head -1; echo ${PIPESTATUS[0]}");
    assertThat(listed.out()).isEqualTo("SIZE NAME\n141\n");
    assertThat(listed.err()).isEmpty();

    cli.input(new byte[3_000_000]).silent("put", "file", "images@master:/big");
    Result got =
        run(
            "C.UTF-8",
            "\"$@\" get file images@master:/big | head -c 2 | wc -c; echo ${PIPESTATUS[0]}");
    assertThat(got.out()).isEqualTo("2\n141\n");
    assertThat(got.err()).isEmpty();
  }

  /** What a command does not need costs its start nothing. */
  @Test
  void onlyWhatIsNeededIsLoaded() throws IOException, InterruptedException {
    Result listed =
        run("C.UTF-8", "java=$1; shift; \"$java\" -Xlog:class+load:file=loaded \"$@\" list repo");
    assertThat(listed.err()).isEmpty();
    assertThat(listed.out()).contains("images");
    List<String> loaded = loaded();
    assertThat(loaded).contains("io.tusk.cli.repo.ListRepo");
    assertThat(loaded)
        .noneMatch(name -> name.startsWith("org.apache.beam."))
        .noneMatch(name -> name.startsWith("io.tusk.engine."));
  }

  private List<String> loaded() throws IOException {
    return Files.readAllLines(directory.resolve("loaded")).stream()
        .map(line -> line.replaceFirst(".*\\] ", "").replaceFirst(" .*", ""))
        .toList();
  }

  @Test
  void filesOfThisHostArePutAndGotWithoutBeam() throws IOException, InterruptedException {
    Files.writeString(directory.resolve("local.txt"), "text");
    Result put =
        run(
            "C.UTF-8",
            "java=$1; shift; \"$java\" -Xlog:class+load:file=loaded \"$@\" put file images@master"
                + " -f local.txt");
    assertThat(put.err()).isEmpty();
    List<String> loaded = new ArrayList<>(loaded());
    Result got =
        run(
            "C.UTF-8",
            "java=$1; shift; \"$java\" -Xlog:class+load:file=loaded \"$@\" get file"
                + " images@master:/local.txt -o copy");
    assertThat(got.err()).isEmpty();
    loaded.addAll(loaded());
    assertThat(directory.resolve("copy")).hasContent("text");
    assertThat(loaded).contains("io.tusk.cli.file.PutFile", "io.tusk.cli.file.GetFile");
    assertThat(loaded)
        .noneMatch(name -> name.startsWith("org.apache.beam."))
        .noneMatch(name -> name.startsWith("software.amazon."));
  }

  @Test
  void aFullDiskIsReported() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    Result result = run("C.UTF-8", "\"$@\" list repo >/dev/full");
    assertThat(result.err())
        .isEqualTo(
            "tusk: standard output cannot be written: No space left on device; what was printed is"
                + " cut short\n");
    assertThat(result.code()).isEqualTo(7);
  }

  @Test
  void anEndOfMemoryIsSaidInOneLine() throws IOException, InterruptedException {
    byte[] noise = new byte[40_000_000];
    new Random(1).nextBytes(noise);
    cli.file("noise", noise);
    Result put =
        run(
            "C.UTF-8",
            "java=$1; shift; \"$java\" -XX:+UseSerialGC -Xmx20m \"$@\" put file images@master:/x"
                + " -f noise");
    assertThat(put.err())
        .matches(
            "tusk: the command ran out of memory: the heap is 20 MiB at most \\(Java heap space\\);"
                + " TUSK_JAVA_OPTS=-Xmx64m allows more\n");
    assertThat(put.code()).isEqualTo(1);
    assertThat(cli.ok("list", "commit", "images").lines()).hasSize(1);
    cli.assertSound();
  }

  @Test
  void ctrlCEndsWithoutATraceAndWithoutHalfFiles() throws IOException, InterruptedException {
    // The pipe has no end yet: the program waits for more of it.
    assertThat(new ProcessBuilder("mkfifo", directory + "/pipe").start().waitFor()).isZero();
    // What runs in the background of a script ignores the signal.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(java());
    command.addAll(List.of("put", "file", "images@master:/x", "-f", "pipe"));
    Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
    try (var writer = Files.newOutputStream(directory.resolve("pipe"))) {
      writer.write(new byte[10]);
      writer.flush();
      assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor())
          .isZero();
      assertThat(process.waitFor()).isEqualTo(SIGINT_EXIT);
    }
    assertThat(text(process.getErrorStream())).isEmpty();
    assertThat(text(process.getInputStream())).isEmpty();
    assertThat(cli.ok("list", "commit", "images").lines()).hasSize(1);
    cli.assertSound();
  }

  @Test
  void killedWhileItAppends() throws IOException, InterruptedException {
    cli.put("images@master:/log", "first ");
    assertThat(new ProcessBuilder("mkfifo", directory + "/pipe").start().waitFor()).isZero();
    List<String> command = java();
    command.addAll(List.of("put", "file", "-a", "images@master:/log", "-f", "pipe"));
    Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
    byte[] noise = new byte[40_000_000];
    new Random(1).nextBytes(noise);
    try (var writer = Files.newOutputStream(directory.resolve("pipe"))) {
      // All but what fits the pipe has been read then, and packs of it are stored.
      writer.write(noise);
      assertThat(process.destroyForcibly().waitFor()).isNotZero();
    }
    assertThat(cli.ok("get", "file", "images@master:/log")).isEqualTo("first ");
    cli.input("second").silent("put", "file", "-a", "images@master:/log");
    assertThat(cli.ok("get", "file", "images@master:/log")).isEqualTo("first second");
    cli.assertSound();
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  @Test
  void namesOutsideAsciiUnderAnAsciiLocale() throws IOException, InterruptedException {
    cli.file("in/ü.txt", "1");
    cli.put("images@there:/ü.txt", "1");
    Result put = run("C", "\"$@\" put file -r images@master:/ -f in");
    assertThat(put.code()).as(put.err()).isEqualTo(1);
    assertThat(put.err())
        .contains("has a name that is not text in the encoding ANSI_X3.4-1968")
        .contains("LC_ALL=C.UTF-8")
        .hasLineCount(1);
    assertThat(cli.ok("list", "commit", "images@there").lines()).hasSize(2);
    Result got = run("C", "\"$@\" get file -r images@there:/ -o out");
    assertThat(got.code()).as(got.err()).isEqualTo(1);
    assertThat(got.err()).contains("set LC_ALL=C.UTF-8").hasLineCount(1);
    Result listed = run("C", "\"$@\" list file images@there");
    assertThat(listed.out()).isEqualTo("SIZE NAME\n1B   /ü.txt\n");
    Result argument = run("C", "\"$@\" put file images@master:/ü -f in");
    assertThat(argument.code()).as(argument.err()).isEqualTo(2);
    assertThat(argument.err()).contains("set LC_ALL=C.UTF-8").hasLineCount(1);
    assertThat(run("C.UTF-8", "\"$@\" put file -r images@master:/ -f in").err()).isEmpty();
    assertThat(cli.files("images@master")).containsExactly("/ü.txt");
  }

  @Test
  void namesThatAreNotUtf8() throws IOException, InterruptedException {
    assertThat(run("C.UTF-8", "mkdir latin && : > latin/$'\\xe9.txt'").code()).isZero();
    Result put = run("C.UTF-8", "\"$@\" put file -r images@master:/ -f latin");
    assertThat(put.code()).isEqualTo(1);
    assertThat(put.err())
        .contains("has a name that is not text in the encoding UTF-8; rename it")
        .hasLineCount(1);
    assertThat(cli.ok("list", "commit", "images").lines()).hasSize(1);
  }

  /**
   * Runs {@code $TUSK} as one whom modes bind: the user of the tests, or root without the right to
   * pass over them.
   */
  private Result bound(String script) throws IOException, InterruptedException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return run("C.UTF-8", script.replace("$TUSK", "\"$@\""));
    }
    String bound = "setpriv --bounding-set=-dac_override,-dac_read_search,-fowner \"$@\"";
    assumeTrue(run("C.UTF-8", bound + " version").code() == 0);
    return run("C.UTF-8", script.replace("$TUSK", bound));
  }

  @Test
  void filesThatMayNotBeRead() throws IOException, InterruptedException {
    cli.file("in/secret", "s");
    Result put = bound("chmod 0 in/secret && $TUSK put file -r images@master:/ -f in");
    assertThat(put.code()).as(put.err()).isEqualTo(1);
    assertThat(put.err())
        .isEqualTo("tusk: file \"" + directory + "/in/secret\" may not be read; change its mode\n");
    Result dir = bound("chmod 0 in && $TUSK put file -r images@master:/ -f in");
    assertThat(dir.code()).as(dir.err()).isEqualTo(1);
    assertThat(dir.err())
        .isEqualTo("tusk: directory \"" + directory + "/in\" may not be read; change its mode\n");
    assertThat(run("C.UTF-8", "chmod 755 in").code()).isZero();
    assertThat(cli.ok("list", "commit", "images").lines()).hasSize(1);
  }

  @Test
  void aReadOnlyStoreCanBeReadAndSaysThatItCannotBeWritten()
      throws IOException, InterruptedException {
    cli.put("images@master:/a", "1");
    Result read = bound("chmod -R a-w .tusk && $TUSK get file images@master:/a");
    assertThat(read.err()).isEmpty();
    assertThat(read.out()).isEqualTo("1");
    for (String write :
        new String[] {"create repo other", "put file images@master:/b -f /etc/hostname"}) {
      Result result = bound("$TUSK " + write);
      assertThat(result.code()).as(result.err()).isEqualTo(7);
      assertThat(result.err()).startsWith("tusk: ").doesNotContain("\tat ").hasLineCount(1);
      assertThat(result.err()).contains(directory.resolve(".tusk").toString());
    }
    assertThat(run("C.UTF-8", "chmod -R u+w .tusk").code()).isZero();
    try (Stream<Path> files = Files.walk(directory.resolve(".tusk"))) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("/b"));
    }
  }
}
