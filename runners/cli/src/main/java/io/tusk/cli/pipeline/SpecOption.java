/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.Terminal;
import io.tusk.glob.Glob;
import io.tusk.name.ProjectName;
import io.tusk.spec.parse.ParsedSpec;
import io.tusk.spec.parse.SpecFile;
import io.tusk.spec.parse.SpecOrder;
import io.tusk.spec.parse.SpecParser;
import io.tusk.spec.parse.SpecSource;
import io.tusk.spec.parse.SupportedFeatures;
import io.tusk.spec.text.SpecProblem;
import io.tusk.spec.text.SpecText;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code -f}: where the specifications are. */
final class SpecOption {
  private static final String STDIN = "-";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE|URL|-",
      description = "The specifications, in JSON or YAML; several may be in one file.")
  private String file;

  /** A path, absolute; a URL; or a dash. */
  String source(Terminal terminal) {
    boolean isPath = file != null && !file.equals(STDIN) && !file.contains("://");
    return isPath ? terminal.directory().resolve(file).toString() : file == null ? STDIN : file;
  }

  SpecText text(Terminal terminal) {
    if (file == null && terminal.isInteractive()) {
      throw new ParameterException(
          spec.commandLine(), "a specification is needed: -f FILE, -f URL, or -f -");
    }
    return new SpecSource().read(source(terminal), terminal.input());
  }

  /** The specifications, those first whose output others read; warnings are printed. */
  List<ParsedSpec> parse(SpecText text, ProjectName project) {
    SpecFile parsed = new SpecParser(project, Glob::problem).parse(text);
    List<SpecProblem> problems = new ArrayList<>(parsed.problems());
    parsed.specs().forEach(one -> problems.addAll(SupportedFeatures.problems(one)));
    problems.stream()
        .filter(problem -> !problem.isError())
        .forEach(problem -> spec.commandLine().getErr().println("warning: " + problem));
    SpecFile.requireNoErrors(problems);
    return SpecOrder.sorted(parsed.specs());
  }
}
