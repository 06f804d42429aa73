/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline.dag;

import io.tusk.name.RepoName;
import io.tusk.pipeline.PipelineInputs;
import io.tusk.pipeline.PipelineVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who reads what: pipelines and the repositories that they read.
 *
 * @param upstream of each repository, those that its pipeline reads; none for one that users fill
 */
public record Dag(Map<RepoName, SortedSet<RepoName>> upstream) {
  public Dag {
    upstream = new TreeMap<>(upstream);
  }

  public static Dag of(Collection<PipelineVersion> pipelines) {
    Map<RepoName, SortedSet<RepoName>> upstream = new TreeMap<>();
    for (PipelineVersion pipeline : pipelines) {
      SortedSet<RepoName> inputs = new TreeSet<>();
      PipelineInputs.provenance(pipeline.spec()).forEach(branch -> inputs.add(branch.repo()));
      inputs.forEach(input -> upstream.putIfAbsent(input, new TreeSet<>()));
      upstream.put(pipeline.pipeline().repo(), inputs);
    }
    return new Dag(upstream);
  }

  /**
   * The repositories in layers: each in the first one that is below all that it reads. What takes
   * part in a cycle, which old versions of several pipelines may show, comes last.
   */
  List<List<RepoName>> layers() {
    Map<RepoName, Integer> depths = new TreeMap<>();
    boolean more = true;
    while (more) {
      more = false;
      for (Map.Entry<RepoName, SortedSet<RepoName>> node : upstream.entrySet()) {
        if (!depths.containsKey(node.getKey()) && depths.keySet().containsAll(node.getValue())) {
          int depth = node.getValue().stream().mapToInt(depths::get).max().orElse(-1) + 1;
          depths.put(node.getKey(), depth);
          more = true;
        }
      }
    }
    int deepest = depths.values().stream().mapToInt(depth -> depth).max().orElse(-1);
    upstream.keySet().forEach(node -> depths.putIfAbsent(node, deepest + 1));
    List<List<RepoName>> layers = new ArrayList<>();
    depths.forEach(
        (node, depth) -> {
          while (layers.size() <= depth) {
            layers.add(new ArrayList<>());
          }
          layers.get(depth).add(node);
        });
    return layers;
  }
}
