/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.error.ErrorCode;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code tusk} command. */
public final class Main {
  /** What takes the place of bytes that are no characters. */
  private static final char REPLACEMENT = '\uFFFD';

  private Main() {}

  public static void main(String[] args) {
    StandardOutput stdout = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    PrintWriter err = writer(System.err);
    int code = run(Terminal.ofProcess(stdout), writer(stdout), err, args);
    err.flush();
    System.exit(code);
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)));
  }

  /** Runs one command and returns its exit code; nothing of the process is touched but files. */
  public static int run(Terminal terminal, PrintWriter out, PrintWriter err, String... args) {
    CommandLine tusk = new CommandLine(new TuskCli(), new CommandFactory(terminal));
    tusk.setOut(out);
    tusk.setErr(err);
    tusk.setUsageHelpAutoWidth(terminal.isInteractive());
    tusk.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            terminal.isInteractive() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF));
    tusk.setCaseInsensitiveEnumValuesAllowed(true);
    tusk.setExpandAtFiles(false);
    tusk.setParameterExceptionHandler((e, ignored) -> usageError(e));
    tusk.setExecutionExceptionHandler((e, command, parsed) -> Failures.print(e, command.getErr()));
    try {
      int code = isReadable(args, err) ? execute(tusk, args) : ErrorCode.USAGE.exitCode();
      out.flush();
      return code;
    } catch (RuntimeException e) {
      return Failures.print(e, err);
    }
  }

  private static int execute(CommandLine tusk, String... args) {
    return tusk.execute(separateHyphenated(tusk, args));
  }

  /** An argument that Java could not decode would name another file than the one meant. */
  private static boolean isReadable(String[] args, PrintWriter err) {
    for (String arg : args) {
      if (arg.indexOf(REPLACEMENT) >= 0) {
        err.println(
            "tusk: argument \""
                + arg
                + "\" is not text in this locale's encoding; set LC_ALL=C.UTF-8");
        return false;
      }
    }
    return true;
  }

  /** {@code update-pipeline}, as Pachyderm 1 wrote it, is {@code update pipeline}. */
  static String[] separateHyphenated(CommandLine tusk, String... args) {
    if (args.length == 0 || args[0].startsWith("-")) {
      return args;
    }
    String[] words = args[0].split("-", 2);
    Map<String, CommandLine> verbs = tusk.getSubcommands();
    if (words.length < 2
        || verbs.containsKey(args[0])
        || !verbs.containsKey(words[0])
        || !verbs.get(words[0]).getSubcommands().containsKey(words[1])) {
      return args;
    }
    String[] separated = Arrays.copyOf(words, args.length + 1);
    System.arraycopy(args, 1, separated, 2, args.length - 1);
    return separated;
  }

  private static int usageError(ParameterException e) {
    CommandLine command = e.getCommandLine();
    CommandSpec spec = command.getCommandSpec();
    PrintWriter err = command.getErr();
    if (e instanceof UnmatchedArgumentException unmatched) {
      err.println("tusk: " + unmatched(spec, unmatched.getUnmatched().get(0)));
    } else {
      err.println("tusk: " + e.getMessage());
    }
    err.println("'" + spec.qualifiedName() + " --help' shows the usage.");
    return ErrorCode.USAGE.exitCode();
  }

  private static String unmatched(CommandSpec spec, String word) {
    String command = "'" + spec.qualifiedName() + "'";
    if (word.startsWith("-")) {
      List<String> options = new ArrayList<>(spec.optionsMap().keySet());
      return command + " has no option \"" + word + "\"" + Suggestion.of(word, options);
    }
    if (spec.subcommands().isEmpty()) {
      return command + " takes no further argument, but there is \"" + word + "\"";
    }
    String kind = spec.parent() == null ? "verb" : "noun";
    List<String> words = new ArrayList<>(spec.subcommands().keySet());
    return "\"" + word + "\" is no " + kind + " of " + command + Suggestion.of(word, words);
  }
}
