/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tusk.transform.DatumTransform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each specification is JSON and names code that is there. */
final class SpecificationsTest {
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  static List<Path> specifications() throws IOException {
    try (Stream<Path> edges = Files.list(Path.of("edges"));
        Stream<Path> wordCount = Files.list(Path.of("word-count"))) {
      return Stream.concat(edges, wordCount)
          .filter(path -> path.toString().endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return STRICT.readTree(Files.readString(file));
  }

  @Test
  void allAreFound() throws IOException {
    assertThat(specifications().stream().map(Path::toString))
        .containsExactly(
            "edges/edges-fine.json",
            "edges/edges.json",
            "edges/montage.json",
            "word-count/map.json",
            "word-count/reduce.json");
  }

  @ParameterizedTest
  @MethodSource("specifications")
  void namesACommandOrAClassThatIsThere(Path file) throws Exception {
    JsonNode spec = read(file);
    assertThat(spec.at("/pipeline/name").asText()).matches("[a-z]+");
    assertThat(spec.at("/input/pfs/repo").asText()).matches("[a-z]+");
    assertThat(spec.at("/input/pfs/glob").asText()).startsWith("/");
    JsonNode transform = spec.path("transform");
    if (transform.has("cmd")) {
      assertThat(transform.at("/cmd/0").asText()).isEqualTo("sh");
      assertThat(transform.path("stdin").isArray()).isTrue();
    } else {
      Class<?> code = Class.forName(transform.at("/java/class").asText());
      assertThat(code.getConstructor().newInstance()).isInstanceOf(DatumTransform.class);
    }
  }

  @Test
  void theUpdateDiffersInTheThresholdAlone() throws IOException {
    JsonNode before = read(Path.of("edges/edges.json"));
    JsonNode after = read(Path.of("edges/edges-fine.json"));
    assertThat(before.at("/transform/env/EDGE_THRESHOLD").asText()).isEqualTo("0.3");
    assertThat(after.at("/transform/env/EDGE_THRESHOLD").asText()).isEqualTo("0.15");
    assertThat(after.path("pipeline")).isEqualTo(before.path("pipeline"));
    assertThat(after.path("input")).isEqualTo(before.path("input"));
    assertThat(after.at("/transform/java")).isEqualTo(before.at("/transform/java"));
  }
}
