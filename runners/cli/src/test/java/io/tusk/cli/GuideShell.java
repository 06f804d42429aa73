/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.cli.frame.Terminal;
import io.tusk.host.Host;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A real shell whose {@code tusk} runs within this process: it saves the start of a JVM for each
 * command.
 */
final class GuideShell implements AutoCloseable {
  /** Leaves arguments, variables and standard input in files, and calls by a line on a socket. */
  private static final String TUSK =
      """
      #!/usr/bin/env bash
      call=$(mktemp -d "$TUSK_TEST_CALLS/XXXXXX")
      printf '%s\\0' "$PWD" "$@" >"$call/args"
      env -0 >"$call/env"
      cat >"$call/in"
      exec 3<>"/dev/tcp/$TUSK_TEST_HOST/$TUSK_TEST_PORT"
      printf '%s\\n' "$call" >&3
      read -r code <&3
      for piece in "$call"/printed.*; do
        case $piece in *.out) cat "$piece" ;; *.err) cat "$piece" >&2 ;; esac
      done
      exit "$code"
      """;

  private final Path work;
  private final Path directory;
  private final ServerSocket server;

  /**
   * @param work where the commands begin
   * @param directory for what the shell itself needs
   */
  GuideShell(Path work, Path directory) throws IOException {
    this.work = work;
    this.directory = directory;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Files.createDirectories(directory.resolve("bin"));
    addProgram("tusk", TUSK);
    addProgram("pachctl", resource("/guide/pachctl"));
    Files.createDirectories(directory.resolve("calls"));
    makeTree();
    Thread thread = new Thread(this::serve, "tusk of a guide");
    thread.setDaemon(true);
    thread.start();
  }

  private static String resource(String name) throws IOException {
    try (InputStream content = GuideShell.class.getResourceAsStream(name)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Puts a shell script on the PATH of the commands. */
  void addProgram(String name, String script) throws IOException {
    Path program = Files.writeString(directory.resolve("bin").resolve(name), script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Where a compiler finds Tusk, as in a source tree that has been built. */
  private void makeTree() throws IOException {
    String path =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" "));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, path);
    Path launch = Files.createDirectories(directory.resolve("tree/runners/cli/target/launch"));
    try (OutputStream out = Files.newOutputStream(launch.resolve("tusk-cli.jar"))) {
      new JarOutputStream(out, manifest).close();
    }
  }

  /** What each of the scripts printed, run one after the other in one shell. */
  List<String> run(List<String> scripts) throws IOException, InterruptedException {
    StringBuilder whole = new StringBuilder("set -e\n");
    for (int i = 0; i < scripts.size(); i++) {
      whole.append("{\n").append(scripts.get(i));
      whole.append("} >\"$TUSK_TEST_CALLS/../").append(i).append("\" 2>&1 </dev/null\n");
    }
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", whole.toString())
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("shell").toFile());
    Map<String, String> environment = builder.environment();
    String jdk = System.getProperty("java.home") + "/bin";
    environment.put("PATH", directory.resolve("bin") + ":" + jdk + ":" + environment.get("PATH"));
    environment.put("TUSK", directory.resolve("tree").toString());
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("TUSK_TEST_CALLS", directory.resolve("calls").toString());
    environment.put("TUSK_TEST_HOST", server.getInetAddress().getHostAddress());
    environment.put("TUSK_TEST_PORT", Integer.toString(server.getLocalPort()));
    int code = builder.start().waitFor();
    List<Path> printed =
        IntStream.range(0, scripts.size())
            .mapToObj(i -> directory.resolve(Integer.toString(i)))
            .filter(Files::exists)
            .toList();
    if (code != 0) {
      int last = printed.size() - 1;
      throw new AssertionError(
          "exit code "
              + code
              + " of\n"
              + (last < 0 ? "" : scripts.get(last) + "which printed\n" + text(printed.get(last)))
              + text(directory.resolve("shell")));
    }
    return printed.stream().map(GuideShell::text).toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        Path call = Path.of(line(socket.getInputStream()));
        int code = call(call);
        OutputStream answer = socket.getOutputStream();
        answer.write((code + "\n").getBytes(StandardCharsets.US_ASCII));
        answer.flush();
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private int call(Path call) throws IOException {
    List<String> words = parts(call.resolve("args"));
    Map<String, String> variables = new TreeMap<>();
    for (String variable : parts(call.resolve("env"))) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    Printed printed = new Printed(call);
    OutputStream out = printed.stream("out");
    PrintWriter outWriter = writer(out);
    PrintWriter errWriter = writer(printed.stream("err"));
    int code;
    try (InputStream in = Files.newInputStream(call.resolve("in"))) {
      Terminal terminal =
          new Terminal(
              variables,
              Path.of(words.get(0)),
              in,
              out,
              Terminal.Interaction.PERSON,
              Terminal.Interaction.PROGRAM,
              Host.system());
      code =
          Main.run(
              terminal,
              outWriter,
              errWriter,
              words.subList(1, words.size()).toArray(new String[0]));
    }
    outWriter.flush();
    errWriter.flush();
    return code;
  }

  private static PrintWriter writer(OutputStream out) {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /** Both streams of a command, in files whose names tell their order and their kind. */
  private static final class Printed {
    private final Path call;
    private int pieces;
    private String last = "";

    Printed(Path call) {
      this.call = call;
    }

    OutputStream stream(String kind) {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          append(kind, Arrays.copyOfRange(bytes, offset, offset + length));
        }
      };
    }

    private synchronized void append(String kind, byte[] bytes) throws IOException {
      pieces += kind.equals(last) ? 0 : 1;
      last = kind;
      Path file = call.resolve(String.format("printed.%06d.%s", pieces, kind));
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private static List<String> parts(Path file) throws IOException {
    String text = Files.readString(file);
    return Arrays.asList(text.substring(0, text.length() - 1).split("\0", -1));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
