/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PipelineRefTest {
  private static final PipelineName EDGES = new PipelineName(ProjectName.DEFAULT, "edges");

  @ParameterizedTest
  @CsvSource({
    "edges, 0, 0",
    "edges^, 1, 0",
    "edges^^, 2, 0",
    "edges~~~, 3, 0",
    "edges^2, 2, 0",
    "edges~1, 1, 0",
    "edges^0, 0, 0",
    "edges.3, 0, 3"
  })
  void namesAVersion(String text, long back, long number) {
    assertThat(PipelineRef.parse(ProjectName.DEFAULT, text))
        .isEqualTo(new PipelineRef(EDGES, back, number));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "edges^~ | ^ and ~ cannot be mixed",
        "edges^^2 | a number follows a single ^ or ~",
        "edges.0 | versions are counted from 1",
        "edges^1234567890 | the number 1234567890 is too large",
        "edges. | write it like edges, edges^, edges^2, edges~2 or edges.2",
        "edges^-1 | write it like edges, edges^, edges^2, edges~2 or edges.2",
        "^2 | write it like edges, edges^, edges^2, edges~2 or edges.2"
      })
  void refusesOtherForms(String text, String why) {
    assertFails(
        ErrorCode.USAGE,
        "\"" + text + "\" names no version of a pipeline: " + why,
        () -> PipelineRef.parse(ProjectName.DEFAULT, text));
  }
}
