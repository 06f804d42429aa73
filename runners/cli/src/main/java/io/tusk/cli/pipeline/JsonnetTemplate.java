/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.cli.frame.Failures;
import io.tusk.cli.frame.Programs;
import io.tusk.cli.frame.SpecLocation;
import io.tusk.cli.frame.Terminal;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.spec.parse.SpecSource;
import io.tusk.spec.text.SpecText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Specifications as a template in jsonnet, which the program of that name renders.
 *
 * @param arguments of the template's function, each {@code NAME=VALUE}; values are text
 */
record JsonnetTemplate(SpecLocation location, List<String> arguments) {
  private static final String PROGRAM = "jsonnet";

  /**
   * What the template comes to; places in it are those of the rendered text.
   *
   * @throws TuskException HOST when there is no such program; INVALID when it refuses the template
   */
  SpecText render(Terminal terminal) {
    if (Programs.find(PROGRAM, terminal).isEmpty()) {
      throw new TuskException(
          ErrorCode.HOST,
          "--jsonnet needs the program jsonnet, which is not on the PATH; install it (Debian:"
              + " apt-get install jsonnet), or give a rendered specification with -f");
    }
    List<String> command = new ArrayList<>(List.of(PROGRAM));
    arguments.forEach(argument -> command.addAll(List.of("--tla-str", argument)));
    // A file is rendered where it is, for what it imports.
    command.addAll(List.of("--", location.isPath() ? location.source(terminal) : "-"));
    String template = location.text(terminal).content();
    try {
      return new SpecText(
          location.name() + ", rendered",
          run(command, location.isPath() ? "" : template, terminal));
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST, "jsonnet cannot be run: " + Failures.reason(e) + "; check it", e);
    }
  }

  private String run(List<String> command, String input, Terminal terminal) throws IOException {
    Path errors = Files.createTempFile("tusk-jsonnet", null);
    Process process = null;
    try {
      process =
          Programs.builder(terminal, command.toArray(new String[0]))
              .directory(terminal.directory().toFile())
              .redirectError(errors.toFile())
              .start();
      send(input, process);
      byte[] rendered = process.getInputStream().readNBytes(SpecSource.MAX_BYTES + 1);
      if (rendered.length > SpecSource.MAX_BYTES) {
        throw unusable("it comes to more than " + SpecSource.MAX_BYTES + " bytes");
      }
      if (process.waitFor() != 0) {
        throw unusable(new String(Files.readAllBytes(errors), UTF_8).strip());
      }
      return new String(rendered, UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(ErrorCode.INTERRUPTED, "interrupted", e);
    } finally {
      if (process != null) {
        process.destroy();
      }
      Files.delete(errors);
    }
  }

  private static void send(String input, Process process) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // It reads no further; how it ends tells why.
      return;
    }
  }

  private TuskException unusable(String fact) {
    return new TuskException(
        ErrorCode.INVALID,
        "template "
            + location.name()
            + " cannot be rendered: "
            + fact
            + "; correct it, or its --arg. Nothing was changed");
  }
}
