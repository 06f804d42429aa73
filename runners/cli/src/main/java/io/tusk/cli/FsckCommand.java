/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.check.PipelineCheck;
import io.tusk.cli.frame.StoreCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.fsck.Fsck;
import io.tusk.fsck.Problem;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import io.tusk.repo.TuskStore;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fsck}: re-reads the whole store. */
@Command(
    description = "Re-read everything in the store and name what is missing or altered.",
    footer = {"", "Examples:", "  tusk fsck"})
public final class FsckCommand extends StoreCommand {
  @Option(
      names = {"-f", "--fix"},
      hidden = true)
  private boolean fix;

  @Option(names = "--zombie", paramLabel = "REPO@COMMIT", hidden = true)
  private String zombie;

  @Option(names = "--zombie-all", hidden = true)
  private boolean zombieAll;

  @Override
  protected int run() {
    refuse(
        fix,
        "--fix",
        "nothing that is missing or altered can be made again; restore the objects that fsck names"
            + " from a copy of the store");
    String outputs = "an output is stored with the datum that made it, so none is left behind";
    refuse(zombie != null, "--zombie", outputs);
    refuse(zombieAll, "--zombie-all", outputs);
    try (ObjectStore objects = openObjects()) {
      Consumer<Problem> told = problem -> out().println("Error: " + problem);
      Fsck fsck = new Fsck(objects, Host.system(), told);
      long found = fsck.run();
      if (fsck.isIntact()) {
        found += new PipelineCheck(TuskStore.open(objects, Host.system()), told).run();
      }
      if (found > 0) {
        return ErrorCode.CORRUPT.exitCode();
      }
      out().println("No errors found.");
      return 0;
    }
  }

  private static void refuse(boolean given, String option, String reason) {
    if (given) {
      throw new TuskException(
          ErrorCode.USAGE, "option " + option + " is not part of this version: " + reason);
    }
  }
}
