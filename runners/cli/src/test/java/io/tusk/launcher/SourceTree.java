/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A small source tree with the real launcher, and a directory of programs that is all its PATH
 * holds: the real tools, a Maven that only writes the jars, and a Java that prints its arguments.
 */
final class SourceTree {
  /** Everything the launcher may use beside Maven, Java and, where there is one, flock. */
  private static final List<String> TOOLS =
      List.of("bash", "find", "ln", "mkdir", "mv", "readlink", "rm", "sleep", "tail", "touch");

  private static final String MAVEN =
      """
      printf '%s\\n' "$*" >>"$TREE_LOG/mvn"
      [ ! -p "$TREE_LOG/gate" ] || read -r _ <"$TREE_LOG/gate"
      while read -r line; do echo "unexpected input: $line"; done
      [ ! -e "$TREE_LOG/broken" ] || { cat "$TREE_LOG/broken"; exit 1; }
      mkdir -p "$TREE/runners/cli/target/launch/lib" "$TREE/pipelines/examples/target/launch"
      touch "$TREE/runners/cli/target/launch/tusk-cli.jar"
      touch "$TREE/pipelines/examples/target/launch/tusk-examples.jar"
      for runner in flink spark; do
        case $* in
          *",runners/$runner "*)
            mkdir -p "$TREE/runners/$runner/target/launch/lib"
            touch "$TREE/runners/$runner/target/launch/tusk-$runner.jar" ;;
        esac
      done
      """;

  private static final String JAVA =
      """
      if [ "$1" = -version ]; then echo 'openjdk version "%s" 2024-01-01' >&2; exit; fi
      echo "LC_ALL=$LC_ALL"
      printf '%%s\\n' "$@"
      """;

  /** How a run ended. */
  record Result(int exit, List<String> out, List<String> err) {
    String errText() {
      return String.join("\n", err);
    }
  }

  final Path home;
  final Path bin;
  final Path log;
  private final Map<String, String> environment = new TreeMap<>();

  SourceTree(Path directory, String name) throws IOException {
    home = Files.createDirectories(directory.resolve(name)).toRealPath();
    bin = Files.createDirectories(directory.resolve("bin"));
    log = Files.createDirectories(directory.resolve("log"));
    copy("tusk");
    write("pom.xml", "<project/>");
    write("datum-io/pom.xml", "<project/>");
    write("datum-io/src/main/java/a/A.java", "class A {}");
    write("datum-io/src/main/java/a/B.java", "class B {}");
    write("datum-io/src/test/java/a/ATest.java", "class ATest {}");
    write("runners/cli/pom.xml", "<project/>");
    for (String tool : TOOLS) {
      link(tool);
    }
    program("mvn", MAVEN.replace("cat ", realTool("cat") + " "));
    javaVersion("17.0.9");
    environment.put("PATH", bin.toString());
    environment.put("TREE", home.toString());
    environment.put("TREE_LOG", log.toString());
  }

  /** Copies a file of the tree that this test belongs to. */
  void copy(String path) throws IOException {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(at.resolve(path))) {
      at = at.getParent();
      if (at == null) {
        throw new AssertionError("no " + path + " above " + Path.of("").toAbsolutePath());
      }
    }
    Path target = home.resolve(path);
    Files.createDirectories(target.getParent());
    Files.copy(at.resolve(path), target);
  }

  /** Puts a tool of this host on the tree's PATH. */
  void link(String tool) throws IOException {
    Files.createSymbolicLink(bin.resolve(tool), realTool(tool));
  }

  private static Path realTool(String tool) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, tool))) {
        return Path.of(directory, tool);
      }
    }
    throw new AssertionError("this host has no " + tool);
  }

  void javaVersion(String version) throws IOException {
    program("java", JAVA.formatted(version));
  }

  /** Puts a shell script on the tree's PATH, in the place of what was there. */
  void program(String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.deleteIfExists(file);
    Files.writeString(file, "#!" + realTool("bash") + "\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  void environment(String name, String value) {
    environment.put(name, value);
  }

  void write(String path, String text) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Repeats a change until the file system's clock has moved past the last build's start. */
  void afterTheBuild(Path witness, IoAction change) throws IOException {
    FileTime built = Files.getLastModifiedTime(home.resolve(".tusk-build/stamp"));
    do {
      change.run();
    } while (((FileTime) Files.getAttribute(witness, "unix:ctime")).compareTo(built) <= 0);
  }

  interface IoAction {
    void run() throws IOException;
  }

  /** The command lines that Maven was started with. */
  List<String> mavenRuns() throws IOException {
    Path file = log.resolve("mvn");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  Result tusk(String... arguments) throws IOException {
    return finish(start(home.resolve("tusk").toString(), home, arguments));
  }

  Process start(String command, Path directory, String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(arguments));
    // The launcher's first line asks env for bash; naming bash keeps env off the PATH.
    line.add(0, bin.resolve("bash").toString());
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  static Result finish(Process process) throws IOException {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      List<String> outLines = out.lines().toList();
      List<String> errLines = err.lines().toList();
      if (!process.waitFor(300, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the launcher did not end");
      }
      return new Result(process.exitValue(), outLines, errLines);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
