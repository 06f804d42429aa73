/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.TuskException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SpecOrderTest {
  /** Each word is a pipeline and the repositories that it reads: {@code c:a,b}. */
  private static List<ParsedSpec> specs(String... words) {
    String text =
        Stream.of(words)
            .map(
                word -> {
                  String[] parts = word.split(":", -1);
                  String inputs =
                      Stream.of(parts[1].split(",", -1))
                          .map(repo -> "{pfs: {repo: " + repo + ", glob: /}}")
                          .collect(Collectors.joining(", "));
                  return "pipeline: {name: "
                      + parts[0]
                      + "}\ntransform: {cmd: [x]}\ninput: {cross: ["
                      + inputs
                      + "]}\n";
                })
            .collect(Collectors.joining("---\n"));
    return Specs.parse(text).requireValid();
  }

  private static List<String> sorted(String... words) {
    return SpecOrder.sorted(specs(words)).stream().map(s -> s.spec().name().name()).toList();
  }

  @Test
  void readersComeAfterWriters() {
    assertThat(sorted("d:b,c", "c:a", "b:a", "a:data")).containsExactly("a", "c", "b", "d");
    assertThat(sorted("z:data", "y:data", "x:data")).containsExactly("z", "y", "x");
    assertThat(SpecOrder.sorted(List.of())).isEmpty();
  }

  @Test
  void aCycleIsNamed() {
    assertThatThrownBy(() -> sorted("x:c", "a:b", "b:c,data", "c:a"))
        .isInstanceOf(TuskException.class)
        .hasMessage(
            "f:13:1: the pipelines depend on each other in a cycle: c reads a, a reads b, b reads c; "
                + "let one of them read another repository");
  }

  @Test
  void aNameIsTakenOnce() {
    assertThatThrownBy(() -> sorted("a:data", "a:data"))
        .isInstanceOf(TuskException.class)
        .hasMessage("f:5:1: the pipeline a is specified twice, first at f:1:1; remove one");
  }
}
