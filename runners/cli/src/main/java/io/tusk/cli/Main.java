/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.cli.frame.Failures;
import io.tusk.cli.frame.StandardOutput;
import io.tusk.cli.frame.Terminal;
import io.tusk.cli.frame.TuskCommand;
import io.tusk.error.ErrorCode;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    int code;
    try {
      code = run(args);
    } catch (OutOfMemoryError e) {
      // There was none left to say more.
      System.err.println("tusk: out of memory; TUSK_JAVA_OPTS=-Xmx1g allows more");
      code = ErrorCode.HOST.exitCode();
    }
    // Also while other threads run.
    System.exit(code);
  }

  /** Runs one command on the streams of this process and returns its exit code. */
  public static int run(String... args) {
    StandardOutput stdout = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    PrintWriter err = writer(System.err);
    int code = run(Terminal.ofProcess(stdout), writer(stdout), err, args);
    err.flush();
    return code;
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)));
  }

  /** Runs one command and returns its exit code; nothing of the process is touched but files. */
  public static int run(Terminal terminal, PrintWriter out, PrintWriter err, String... args) {
    if (!isReadable(args, err)) {
      return ErrorCode.USAGE.exitCode();
    }
    CommandTree tree = new CommandTree(terminal, Vocabulary.VERBS);
    List<String> words = tree.separateWords(args);
    CommandLine tusk = prepared(tree.of(words), terminal);
    tusk.setOut(out);
    tusk.setErr(err);
    tusk.setColorScheme(CommandLine.Help.defaultColorScheme(colors(terminal, words)));
    try {
      int code = tusk.execute(words.toArray(new String[0]));
      out.flush();
      return code;
    } catch (RuntimeException | Error e) {
      return Failures.print(e, err);
    }
  }

  /** How arguments are read and help is laid out. */
  static CommandLine prepared(CommandLine tusk, Terminal terminal) {
    tusk.setUsageHelpAutoWidth(terminal.isInteractive());
    tusk.setCaseInsensitiveEnumValuesAllowed(true);
    tusk.setExpandAtFiles(false);
    tusk.setParameterExceptionHandler(Main::usageError);
    tusk.setExecutionExceptionHandler((e, command, parsed) -> Failures.print(e, command.getErr()));
    return tusk;
  }

  private static CommandLine.Help.Ansi colors(Terminal terminal, List<String> args) {
    boolean unwanted =
        !terminal.environment().getOrDefault("NO_COLOR", "").isEmpty()
            || args.contains(CommandTree.NO_COLOR);
    return terminal.isInteractive() && !unwanted
        ? CommandLine.Help.Ansi.AUTO
        : CommandLine.Help.Ansi.OFF;
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

  private static int usageError(ParameterException e, String... args) {
    CommandLine command = e.getCommandLine();
    CommandSpec spec = command.getCommandSpec();
    PrintWriter err = command.getErr();
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> rest = unmatched.getUnmatched();
      List<String> foreign = fromNoVerb(spec.root(), List.of(args));
      if (spec != spec.root() && !foreign.isEmpty()) {
        spec = spec.root();
        rest = foreign;
      }
      Optional<String> refusal = Absent.refusal(words(spec), rest);
      if (refusal.isPresent()) {
        err.println("tusk: " + refusal.get());
        return ErrorCode.USAGE.exitCode();
      }
      err.println("tusk: " + unmatched(spec, rest.get(0)));
    } else {
      err.println("tusk: " + WrongValue.message(e).orElse(e.getMessage()));
    }
    err.println("'" + spec.qualifiedName() + " --help' shows the usage.");
    return ErrorCode.USAGE.exitCode();
  }

  /** From the word that should be a verb and is none; the parser passes over it. */
  private static List<String> fromNoVerb(CommandSpec root, List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      if (!args.get(i).startsWith("-")) {
        boolean verb = root.subcommands().containsKey(args.get(i));
        return verb ? List.of() : args.subList(i, args.size());
      }
    }
    return List.of();
  }

  /** Verb and noun; empty for the root. */
  static String words(CommandSpec spec) {
    return spec.qualifiedName().substring(spec.root().name().length()).strip();
  }

  /** What an argument too many may have been meant for. */
  static String meant(CommandSpec spec) {
    if (spec.findOption("--file") != null) {
      return "; -f names a file";
    }
    return spec.findOption("--pipeline") != null ? "; -p names a pipeline" : "";
  }

  private static String unmatched(CommandSpec spec, String word) {
    String command = "'" + spec.qualifiedName() + "'";
    if (word.startsWith("-")) {
      List<String> options = new ArrayList<>(spec.optionsMap().keySet());
      return command + " has no option \"" + word + "\"" + Suggestion.of(word, options);
    }
    if (spec.userObject() instanceof TuskCommand) {
      return command + " takes no further argument, but there is \"" + word + "\"" + meant(spec);
    }
    String kind = spec.parent() == null ? "verb" : "noun";
    List<String> words = new ArrayList<>(spec.subcommands().keySet());
    return "\"" + word + "\" is no " + kind + " of " + command + Suggestion.of(word, words);
  }
}
