/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.doctor;

import io.tusk.cli.doctor.Finding.Status;
import io.tusk.cli.frame.StoreCommand;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.engine.host.NativeLibrary;
import io.tusk.engine.limits.CommandLimits;
import io.tusk.error.TuskException;
import io.tusk.host.TemporaryDirectory;
import io.tusk.log.RootRecord;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    description = {
      "Check what Tusk needs of this host, a line for each.",
      "A line begins with ok, warning or missing, and says what to do."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing that is needed is missing", "1:something is"},
    footer = {"", "Examples:", "  tusk doctor"})
public final class DoctorCommand extends StoreCommand {
  private boolean allThere = true;

  @Override
  protected int run() throws Exception {
    check("java", () -> HostChecks.java(Runtime.version(), System.getProperty("java.home")));
    check("locale", () -> HostChecks.locale(System.getProperty("sun.jnu.encoding")));
    check("isolation", () -> HostChecks.isolation(IsolationProbe.detect()));
    check("limits", () -> HostChecks.limits(CommandLimits.means()));
    check("store", this::store);
    check("TMPDIR", DoctorCommand::temporary);
    return allThere ? 0 : 1;
  }

  private void check(String subject, Callable<Finding> look) throws Exception {
    Finding found;
    try {
      found = look.call();
    } catch (TuskException e) {
      found = new Finding(Status.MISSING, subject, e.getMessage());
    }
    allThere &= found.status() != Status.MISSING;
    out().println(found.line());
  }

  private Finding store() {
    Optional<TuskStore> present = findStore();
    if (present.isEmpty()) {
      return new Finding(
          Status.WARNING,
          "store",
          "there is none at " + storePlace() + "; 'tusk create repo NAME' makes one");
    }
    try (TuskStore store = present.get()) {
      return new Finding(
          Status.OK,
          "store",
          storePlace() + " has format " + RootRecord.FORMAT + ", id " + store.id());
    }
  }

  private static Finding temporary() throws IOException {
    NativeLibrary.require();
    return HostChecks.temporary(Files.getFileStore(TemporaryDirectory.path()).getUsableSpace());
  }
}
