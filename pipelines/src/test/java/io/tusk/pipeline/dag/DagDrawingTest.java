/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline.dag;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class DagDrawingTest {
  private static RepoName repo(String name) {
    return new RepoName(ProjectName.DEFAULT, name);
  }

  /** {@code dag("edges: images", ...)}, as the load specifications of DAGs are written. */
  private static Dag dag(String... lines) {
    Map<RepoName, SortedSet<RepoName>> upstream = new TreeMap<>();
    for (String line : lines) {
      String[] parts = line.split(":", 2);
      SortedSet<RepoName> inputs = new TreeSet<>();
      for (String input : parts[1].trim().split(" +", -1)) {
        inputs.add(repo(input));
        upstream.putIfAbsent(repo(input), new TreeSet<>());
      }
      upstream.put(repo(parts[0]), inputs);
    }
    return new Dag(upstream);
  }

  @Test
  void aChain() {
    assertThat(DagDrawing.draw(dag("edges: images", "montage: edges"), 11, 3))
        .isEqualTo(
            """
            +-----------+
            |  images   |
            +-----------+
                  |
                  |
                  v
            +-----------+
            |   edges   |
            +-----------+
                  |
                  |
                  v
            +-----------+
            |  montage  |
            +-----------+
            """);
  }

  @Test
  void aDiamondWithALineAcrossALayer() {
    assertThat(DagDrawing.draw(dag("left: in", "right: in", "join: left right in"), 5, 4))
        .isEqualTo(
            """
            +-----+
            | in  |
            +-----+
               +----+---------+
               |    |         |
               |    |         |
               |    v         v
               | +-----+   +-----+
               | |left |   |right|
               | +-----+   +-----+
               +----+         |
                    +---------+
                    |
                    v
                 +-----+
                 |join |
                 +-----+
            """);
  }

  @Test
  void namesThatAreTooLongAreCut() {
    assertThat(DagDrawing.draw(dag("a-long-name: x"), 5, 2)).contains("|a-l..|");
  }

  @Test
  void nothing() {
    assertThat(DagDrawing.draw(dag(), 11, 5)).isEmpty();
  }

  @Test
  void sizesThatCannotBeDrawn() {
    assertFails(
        ErrorCode.USAGE,
        "the box width 2 cannot be drawn; give a number from 3 to 200",
        () -> DagDrawing.draw(dag("a: b"), 2, 5));
    assertFails(
        ErrorCode.USAGE,
        "the edge height 0 cannot be drawn; give a number from 2 to 100",
        () -> DagDrawing.draw(dag("a: b"), 11, 0));
  }
}
