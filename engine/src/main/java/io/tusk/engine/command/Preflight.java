/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import io.tusk.engine.host.HostFacts;
import io.tusk.engine.view.Resolution;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Says before a command is started why it cannot be, in words that the host would not find. */
final class Preflight {
  private final HostFacts facts;

  Preflight(HostFacts facts) {
    this.facts = facts;
  }

  Optional<CommandEnd.NotStarted> check(CommandRequest request) throws IOException {
    String directory = request.workingDirectory().orElse("/");
    if (!directory.startsWith("/")) {
      return cannotRun("working directory \"" + directory + "\" is not absolute; start it with /");
    }
    Resolution place = request.view().resolve(directory);
    if (place instanceof Resolution.Failed failed) {
      return cannotRun(
          "working directory \""
              + directory
              + "\" "
              + failed.fact()
              + "; create it or name another");
    }
    if (place instanceof Resolution.Found found && !found.attributes().isDirectory()) {
      return cannotRun("working directory \"" + directory + "\" is no directory; name another");
    }
    String program = request.arguments().get(0);
    return program.contains("/")
        ? checkPath(request, program, directory)
        : checkName(request, program, directory);
  }

  private static Optional<CommandEnd.NotStarted> checkPath(
      CommandRequest request, String program, String directory) throws IOException {
    Resolution found =
        request.view().resolve(program.startsWith("/") ? program : directory + "/" + program);
    if (found instanceof Resolution.Failed failed) {
      return Optional.of(
          new CommandEnd.NotStarted(
              127,
              "command \""
                  + program
                  + "\" "
                  + failed.fact()
                  + "; install it or correct transform.cmd"));
    }
    if (found instanceof Resolution.Found file && !isProgram(file)) {
      return notExecutable(program, file.path());
    }
    return Optional.empty();
  }

  private Optional<CommandEnd.NotStarted> checkName(
      CommandRequest request, String program, String directory) throws IOException {
    String searchPath = request.environment().getOrDefault("PATH", facts.searchPath());
    String unusable = null;
    for (String entry : searchPath.split(":", -1)) {
      String base = entry.startsWith("/") ? entry : directory + "/" + entry;
      if (request.view().resolve(base + "/" + program) instanceof Resolution.Found file
          && !file.attributes().isDirectory()) {
        if (isProgram(file)) {
          return Optional.empty();
        }
        unusable = file.path();
      }
    }
    if (unusable != null) {
      return notExecutable(program, unusable);
    }
    return Optional.of(
        new CommandEnd.NotStarted(
            127,
            "command \""
                + program
                + "\" not found on PATH "
                + searchPath
                + "; install it, or set PATH in transform.env"));
  }

  private static boolean isProgram(Resolution.Found file) {
    return file.attributes().isRegularFile() && Files.isExecutable(file.host());
  }

  private static Optional<CommandEnd.NotStarted> notExecutable(String program, String path) {
    return cannotRun(
        "command \""
            + program
            + "\" cannot be run: "
            + path
            + " is not an executable file; make it one (chmod +x), or name its interpreter");
  }

  private static Optional<CommandEnd.NotStarted> cannotRun(String reason) {
    return Optional.of(new CommandEnd.NotStarted(126, reason));
  }
}
