/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.cli.frame.RawOption;
import io.tusk.cli.frame.Table;
import io.tusk.cli.frame.TuskCommand;
import io.tusk.log.RootRecord;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code version}: of the program and of the stores that it writes. */
@Command(
    description = "Print the versions of the program and of its store format.",
    footer = {"", "Examples:", "  tusk version", "  tusk version --client-only"})
public final class VersionCommand extends TuskCommand {
  @Option(names = "--client-only", description = "Print the program's row alone.")
  private boolean clientOnly;

  @Option(
      names = "--print-architecture",
      description = "Print the operating system and the architecture as well.")
  private boolean architecture;

  @Mixin private RawOption raw;

  /** As the jar's manifest tells it. */
  static String ofProgram() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** {@code linux/amd64}. */
  private static String platform() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT)
        + "/"
        + System.getProperty("os.arch");
  }

  @Override
  protected int run() {
    if (raw.isRaw()) {
      ObjectNode json = RawJson.object().put("client", ofProgram());
      if (architecture) {
        json.put("platform", platform());
      }
      if (!clientOnly) {
        json.put("store_format", RootRecord.FORMAT);
      }
      raw.print(out(), json);
      return 0;
    }
    Table table = new Table(out(), "COMPONENT", "VERSION");
    table.row("tusk", architecture ? ofProgram() + " (" + platform() + ")" : ofProgram());
    if (!clientOnly) {
      table.row("store format", RootRecord.FORMAT);
    }
    table.print();
    return 0;
  }
}
