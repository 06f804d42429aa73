/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The runners that are on the class path. */
final class RunnerSupports {
  private static final String OPTION = "--runner=";

  private RunnerSupports() {}

  /** The one that the arguments name, whatever the case; DirectRunner when they name none. */
  static RunnerSupport of(List<String> arguments) {
    String name =
        arguments.stream()
            .filter(argument -> argument.startsWith(OPTION))
            .map(argument -> argument.substring(OPTION.length()))
            .reduce((first, second) -> second)
            .orElse(DirectSupport.RUNNER);
    List<RunnerSupport> all = new ArrayList<>(List.of(new DirectSupport()));
    ServiceLoader.load(RunnerSupport.class).forEach(all::add);
    return all.stream()
        .filter(support -> support.runner().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.USAGE,
                    "runner \""
                        + name
                        + "\" is not on the class path, where there is "
                        + all.stream()
                            .map(RunnerSupport::runner)
                            .collect(Collectors.joining(" and "))
                        + "; 'tusk run' loads DirectRunner, FlinkRunner or SparkRunner, written"
                        + " so"));
  }
}
