/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Beam's own options as a user gives them. */
public final class BeamArguments {
  /** What Beam says of an option that nothing on the class path has. */
  private static final Pattern UNKNOWN = Pattern.compile("missing a property named '([^']*)'");

  private BeamArguments() {}

  /**
   * The name of the first option that no part of Beam on the class path has.
   *
   * @param arguments as {@code --name=value}
   * @throws TuskException USAGE for a value that Beam cannot take
   */
  public static Optional<String> unknown(List<String> arguments) {
    try {
      PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).create();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      Matcher unknown = UNKNOWN.matcher(String.valueOf(e.getMessage()));
      if (unknown.find()) {
        return Optional.of(unknown.group(1));
      }
      throw new TuskException(
          ErrorCode.USAGE, "Beam cannot take the options of this run: " + e.getMessage(), e);
    }
  }
}
