/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.RepoName;
import io.tusk.spec.Input;
import io.tusk.spec.Input.CronInput;
import io.tusk.spec.Input.PfsInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/** Orders specifications so that each comes after those whose output it reads. */
public final class SpecOrder {
  private SpecOrder() {}

  /**
   * The same specifications; those that do not depend on each other keep their order.
   *
   * @throws TuskException INVALID when two have one name, or some depend on each other in a cycle
   */
  public static List<ParsedSpec> sorted(List<ParsedSpec> specs) {
    Map<RepoName, Integer> makers = makers(specs);
    List<Set<Integer>> upstream = new ArrayList<>();
    List<List<Integer>> downstream = new ArrayList<>();
    specs.forEach(spec -> downstream.add(new ArrayList<>()));
    for (int i = 0; i < specs.size(); i++) {
      Set<Integer> needed = upstream(specs.get(i), makers);
      needed.remove(i);
      upstream.add(needed);
      for (int index : needed) {
        downstream.get(index).add(i);
      }
    }
    int[] open = upstream.stream().mapToInt(Set::size).toArray();
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < open.length; i++) {
      if (open[i] == 0) {
        ready.add(i);
      }
    }
    List<ParsedSpec> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      sorted.add(specs.get(next));
      for (int reader : downstream.get(next)) {
        if (--open[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    if (sorted.size() < specs.size()) {
      throw cycle(specs, upstream, open);
    }
    return sorted;
  }

  /** Which specification makes a repository: for its output, or for the ticks of a cron input. */
  private static Map<RepoName, Integer> makers(List<ParsedSpec> specs) {
    Map<RepoName, Integer> makers = new HashMap<>();
    for (int i = 0; i < specs.size(); i++) {
      ParsedSpec spec = specs.get(i);
      Integer other = makers.putIfAbsent(spec.spec().name().repo(), i);
      if (other != null) {
        throw new TuskException(
            ErrorCode.INVALID,
            spec.position("")
                + ": the pipeline "
                + spec.spec().name()
                + " is specified twice, first at "
                + specs.get(other).position("")
                + "; remove one");
      }
    }
    for (int i = 0; i < specs.size(); i++) {
      for (CronInput cron : leaves(specs.get(i), CronInput.class)) {
        makers.putIfAbsent(cron.repo(), i);
      }
    }
    return makers;
  }

  private static Set<Integer> upstream(ParsedSpec spec, Map<RepoName, Integer> makers) {
    Set<Integer> upstream = new HashSet<>();
    for (PfsInput pfs : leaves(spec, PfsInput.class)) {
      Optional.ofNullable(makers.get(pfs.branch().repo())).ifPresent(upstream::add);
    }
    return upstream;
  }

  private static <T extends Input> List<T> leaves(ParsedSpec spec, Class<T> kind) {
    return spec.spec().input().stream()
        .flatMap(Input::leaves)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Follows open dependencies until one is met again: what lies between is a cycle. */
  private static TuskException cycle(
      List<ParsedSpec> specs, List<Set<Integer>> upstream, int[] open) {
    int at = 0;
    while (open[at] == 0) {
      at++;
    }
    Set<Integer> seen = new HashSet<>();
    Deque<Integer> walk = new ArrayDeque<>();
    while (seen.add(at)) {
      walk.add(at);
      at = upstream.get(at).stream().filter(i -> open[i] > 0).min(Integer::compare).orElseThrow();
    }
    while (walk.getFirst() != at) {
      walk.removeFirst();
    }
    List<Integer> cycle = new ArrayList<>(walk);
    Map<String, String> reads = new LinkedHashMap<>();
    for (int i = 0; i < cycle.size(); i++) {
      reads.put(name(specs, cycle.get(i)), name(specs, cycle.get((i + 1) % cycle.size())));
    }
    return new TuskException(
        ErrorCode.INVALID,
        specs.get(cycle.get(0)).position("")
            + ": the pipelines depend on each other in a cycle: "
            + reads.entrySet().stream()
                .map(read -> read.getKey() + " reads " + read.getValue())
                .collect(Collectors.joining(", "))
            + "; let one of them read another repository");
  }

  private static String name(List<ParsedSpec> specs, int index) {
    return specs.get(index).spec().name().toString();
  }
}
