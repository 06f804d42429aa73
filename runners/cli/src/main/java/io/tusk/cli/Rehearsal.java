/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.cli.frame.StandardOutput;
import io.tusk.cli.frame.Terminal;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one command after the other in one process and prints nothing, so that an archive of the
 * classes of this process serves all of them. Ends with the exit code of the first.
 */
final class Rehearsal {
  private static final String NEXT = "--then";

  private Rehearsal() {}

  /** {@code args} are the arguments of commands, with {@code --then} between. */
  public static void main(String[] args) {
    List<Integer> codes = new ArrayList<>();
    List<String> command = new ArrayList<>();
    for (String arg : args) {
      if (arg.equals(NEXT)) {
        codes.add(run(command));
        command.clear();
      } else {
        command.add(arg);
      }
    }
    codes.add(run(command));
    System.exit(codes.get(0));
  }

  private static int run(List<String> command) {
    return Main.run(
        Terminal.ofProcess(new StandardOutput(OutputStream.nullOutputStream())),
        new PrintWriter(Writer.nullWriter()),
        new PrintWriter(Writer.nullWriter()),
        command.toArray(String[]::new));
  }
}
