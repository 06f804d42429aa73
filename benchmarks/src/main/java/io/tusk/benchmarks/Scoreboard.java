/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.host.FileTree;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Measures Tusk side by side with its anchors and prints a Markdown table. */
public final class Scoreboard {
  private static final String USAGE =
      """
      usage: benchmarks/run [--scratch DIR] [--runs N] [--divisor N] [ROW...]
        --scratch DIR  where to work; its content is left alone, what is added is removed
                       (default: the directory for temporary files)
        --runs N       how often a long measurement is repeated (default 5)
        --divisor N    measures with an N-th of the files, which the targets do not mean
        ROW            1, 3, 4, 5, 6, 8, 12, 13, 14, 17, 19, 20, 21; without any, all of them
      """;

  private Scoreboard() {}

  static List<BenchmarkRow> rows() {
    return List.of(
        new FlatnessRow(),
        new ChainRow(),
        new DiffRow(),
        new MetadataRow(),
        new SmallFilesRow(),
        new LargeFileRow(),
        new JavaTransformRow(),
        new JobStartRow(),
        new BucketCommitRow(),
        new ReprocessRow(),
        new WorkersRow(),
        new InputsRow(),
        new LargeJoinRow());
  }

  /** What the command line says. */
  record Request(Path scratch, int runs, int divisor, Set<Integer> rows) {

    /**
     * @throws IllegalArgumentException with a sentence for the user
     */
    static Request parse(List<String> arguments) {
      Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
      int runs = 5;
      int divisor = 1;
      Set<Integer> rows = new HashSet<>();
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        switch (argument) {
          case "--scratch" -> scratch = Path.of(following(arguments, i++));
          case "--runs" -> runs = positive(following(arguments, i++));
          case "--divisor" -> divisor = positive(following(arguments, i++));
          default -> rows.add(row(argument));
        }
      }
      return new Request(scratch, runs, divisor, Set.copyOf(rows));
    }

    private static String following(List<String> arguments, int index) {
      if (index + 1 == arguments.size()) {
        throw new IllegalArgumentException(arguments.get(index) + " needs a value");
      }
      return arguments.get(index + 1);
    }

    private static int positive(String text) {
      if (!text.matches("[1-9][0-9]{0,8}")) {
        throw new IllegalArgumentException("\"" + text + "\" is not a number of at least 1");
      }
      return Integer.parseInt(text);
    }

    private static int row(String text) {
      return Scoreboard.rows().stream()
          .map(BenchmarkRow::number)
          .filter(number -> text.equals(Integer.toString(number)))
          .findFirst()
          .orElseThrow(
              () -> new IllegalArgumentException("there is no row or option \"" + text + "\""));
    }

    boolean wants(BenchmarkRow row) {
      return rows.isEmpty() || rows.contains(row.number());
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Request request;
    try {
      request = Request.parse(List.of(args));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n\n" + USAGE);
      System.exit(2);
      return;
    }
    run(request, System.out, System.err);
    System.exit(0);
  }

  /** Runs the rows that are wanted; each one's lines are printed when it ends. */
  static void run(Request request, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    Files.createDirectories(request.scratch());
    Path scratch = Files.createTempDirectory(request.scratch(), "tusk-benchmarks-");
    try {
      Context context =
          new Context(scratch, request.runs(), request.divisor(), what -> err.println("  " + what));
      out.print(Scores.HEAD);
      for (BenchmarkRow row : rows()) {
        if (request.wants(row)) {
          err.println("row " + row.number() + ": " + row.metric());
          out.print(Scores.lines(row, row.run(context)));
          out.flush();
        }
      }
    } finally {
      FileTree.delete(scratch);
    }
  }
}
