/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.spec.text.SpecProblem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What reading a text gave.
 *
 * @param specs those without errors, in the order of the text
 * @param problems errors and warnings of all
 */
public record SpecFile(List<ParsedSpec> specs, List<SpecProblem> problems) {
  public SpecFile {
    specs = List.copyOf(specs);
    problems = List.copyOf(problems);
  }

  public List<SpecProblem> warnings() {
    return problems.stream().filter(problem -> !problem.isError()).toList();
  }

  /**
   * All specifications.
   *
   * @throws TuskException INVALID when there is an error; its message has a line for each
   */
  public List<ParsedSpec> requireValid() {
    requireNoErrors(problems);
    return specs;
  }

  /**
   * @throws TuskException INVALID when there is an error; its message has a line for each
   */
  public static void requireNoErrors(List<SpecProblem> problems) {
    String errors =
        problems.stream()
            .filter(SpecProblem::isError)
            .map(SpecProblem::toString)
            .collect(Collectors.joining("\n"));
    if (!errors.isEmpty()) {
      throw new TuskException(ErrorCode.INVALID, errors);
    }
  }
}
