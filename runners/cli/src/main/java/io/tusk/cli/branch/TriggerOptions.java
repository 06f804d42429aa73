/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.branch;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of a branch that moves by itself, known so that they can be refused by name. */
final class TriggerOptions {
  @Option(
      names = {"-t", "--trigger"},
      paramLabel = "BRANCH",
      hidden = true)
  private String branch;

  @Option(names = "--trigger-cron", paramLabel = "SPEC", hidden = true)
  private String cron;

  @Option(names = "--trigger-size", paramLabel = "SIZE", hidden = true)
  private String size;

  @Option(names = "--trigger-commits", paramLabel = "N", hidden = true)
  private String commits;

  @Option(names = "--trigger-all", hidden = true)
  private boolean all;

  /**
   * @throws TuskException USAGE for one that is given
   */
  void refuse() {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--trigger", branch != null);
    given.put("--trigger-cron", cron != null);
    given.put("--trigger-size", size != null);
    given.put("--trigger-commits", commits != null);
    given.put("--trigger-all", all);
    given.forEach(
        (option, isGiven) -> {
          if (isGiven) {
            throw new TuskException(
                ErrorCode.USAGE,
                "option "
                    + option
                    + " is not part of this version: no branch moves by itself; 'tusk create"
                    + " branch REPO@BRANCH --head COMMIT' moves it");
          }
        });
  }
}
