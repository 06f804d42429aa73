/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shell code by which datums that run at the same time find each other in files of this host. */
final class Meeting {
  /** Five minutes and more. */
  private static final String WAIT =
      "left=15000; until test -d %s; do left=$((left - 1)); if test $left -le 0; then %s; exit 1; fi;"
          + " sleep 0.02; done; ";

  private Meeting() {}

  /**
   * Datums go on in groups of so many, each group once all of it run; a datum fails that finds more
   * at work, or waits in vain. Their number must be a multiple.
   */
  static String ofDatums(Path directory, int together) throws IOException {
    Path begun = Files.createDirectory(directory.resolve("begun"));
    Path now = Files.createDirectory(directory.resolve("now"));
    String there = "$(ls " + now + " | wc -l)";
    String few = "echo only " + there + " of " + together + " at once";
    String many =
        "if test " + there + " -gt " + together + "; then echo " + there + " at once; exit 1; fi; ";
    return "i=0; until mkdir "
        + begun
        + "/$i 2>/dev/null; do i=$((i + 1)); done; mkdir "
        + now
        + "/$i; "
        + many
        + "last=$((i / "
        + together
        + " * "
        + together
        + " + "
        + (together - 1)
        + ")); "
        + String.format(WAIT, begun + "/$last", few)
        + many
        + "rmdir "
        + now
        + "/$i; ";
  }

  /** The datum of one pipeline goes on once that of the other runs. */
  static String ofPipelines(Path directory, String own, String other) {
    return "mkdir "
        + directory.resolve("meets-" + own)
        + "; "
        + String.format(
            WAIT, directory.resolve("meets-" + other), "echo " + other + " is not here");
  }
}
