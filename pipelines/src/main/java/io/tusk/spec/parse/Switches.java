/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import java.util.Optional;

/**
 * What a specification says about the command that reads it; no part of the pipeline. Absent: as
 * the command's own flags say.
 *
 * @param stopped the pipeline was stopped when it was exported
 */
public record Switches(
    Optional<Boolean> update,
    Optional<Boolean> reprocess,
    Optional<Boolean> dryRun,
    boolean stopped) {
  public static final Switches NONE =
      new Switches(Optional.empty(), Optional.empty(), Optional.empty(), false);
}
