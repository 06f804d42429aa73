/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.error.ErrorCode;
import io.tusk.fsck.Fsck;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import picocli.CommandLine.Command;

/** {@code fsck}: re-reads the whole store. */
@Command(
    name = "fsck",
    description = "Re-read everything in the store and name what is missing or altered.",
    footer = {"", "Example:", "  tusk fsck"})
final class FsckCommand extends TuskCommand {
  private int code;

  @Override
  public Integer call() {
    run();
    return code;
  }

  @Override
  void run() {
    try (ObjectStore objects = openObjects()) {
      long found =
          new Fsck(objects, Host.system(), problem -> out().println("Error: " + problem)).run();
      if (found == 0) {
        out().println("No errors found.");
      } else {
        code = ErrorCode.CORRUPT.exitCode();
      }
    }
  }
}
