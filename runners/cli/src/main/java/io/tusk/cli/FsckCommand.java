/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.cli.frame.StoreCommand;
import io.tusk.error.ErrorCode;
import io.tusk.fsck.Fsck;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import picocli.CommandLine.Command;

/** {@code fsck}: re-reads the whole store. */
@Command(
    description = "Re-read everything in the store and name what is missing or altered.",
    footer = {"", "Examples:", "  tusk fsck"})
public final class FsckCommand extends StoreCommand {
  @Override
  protected int run() {
    try (ObjectStore objects = openObjects()) {
      long found =
          new Fsck(objects, Host.system(), problem -> out().println("Error: " + problem)).run();
      if (found > 0) {
        return ErrorCode.CORRUPT.exitCode();
      }
      out().println("No errors found.");
      return 0;
    }
  }
}
