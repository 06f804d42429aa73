/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.cli.Main;
import io.tusk.cli.frame.Terminal;
import io.tusk.cli.frame.Terminal.Interaction;
import io.tusk.host.Host;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Within this process, for examples that bring no code of their own. */
final class TuskInProcess implements TuskCommands {
  private final Path directory;
  private final Map<String, String> environment;
  private final Host host;

  TuskInProcess(Path directory) {
    this(directory, Host.system());
  }

  /** For a time that the host's clock says it is. */
  TuskInProcess(Path directory, Host host) {
    this.directory = directory;
    this.host = host;
    this.environment =
        Map.of(
            "TUSK_STORE",
            directory.resolve("store").toString(),
            "XDG_CONFIG_HOME",
            "/dev/null/none");
  }

  @Override
  public String tusk(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            environment,
            directory,
            InputStream.nullInputStream(),
            out,
            Interaction.PROGRAM,
            Interaction.PROGRAM,
            host);
    String[] words = Stream.of(args).map(Object::toString).toArray(String[]::new);
    PrintWriter printer = new PrintWriter(new OutputStreamWriter(out, UTF_8));
    int code = Main.run(terminal, printer, new PrintWriter(err, true), words);
    printer.flush();
    assertThat(code).as("%s%n%s", List.of(args), err).isZero();
    return out.toString(UTF_8);
  }
}
