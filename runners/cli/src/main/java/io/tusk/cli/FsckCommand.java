/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.check.PipelineCheck;
import io.tusk.cli.frame.StoreCommand;
import io.tusk.error.ErrorCode;
import io.tusk.fsck.Fsck;
import io.tusk.fsck.Problem;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import io.tusk.repo.TuskStore;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

/** {@code fsck}: re-reads the whole store. */
@Command(
    description = "Re-read everything in the store and name what is missing or altered.",
    footer = {"", "Examples:", "  tusk fsck"})
public final class FsckCommand extends StoreCommand {
  @Override
  protected int run() {
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
}
