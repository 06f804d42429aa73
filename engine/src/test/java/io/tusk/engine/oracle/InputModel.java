/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.glob.GlobMatch;
import io.tusk.name.BranchName;
import io.tusk.spec.Input;
import io.tusk.spec.Input.CronInput;
import io.tusk.spec.Input.CrossInput;
import io.tusk.spec.Input.JoinInput;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.Input.Propagation;
import io.tusk.spec.Input.UnionInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The datums of an input, made by looking at every file and every combination. */
final class InputModel {
  private static final Pattern DOLLAR = Pattern.compile("\\$(\\$|[0-9]+|\\{([^}]*)\\})");
  private static final Comparator<String> BYTES =
      Comparator.comparing(text -> text.getBytes(UTF_8), Arrays::compareUnsigned);
  private static final Comparator<Part> LEAF_AND_PATH =
      Comparator.comparingInt(Part::leaf)
          .thenComparing(part -> part.path() + (part.directory() ? "/" : ""), BYTES);

  private static final Comparator<Combination> LEAVES =
      Comparator.comparing(
          datum -> datum.parts().stream().mapToInt(Part::leaf).toArray(), Arrays::compare);

  private final Files files;

  InputModel(Files files) {
    this.files = files;
  }

  /** What branches hold: path to content. */
  interface Files {
    Map<String, String> of(BranchName branch);

    /** What an input's {@code from} means. */
    Map<String, String> from(PfsInput input);
  }

  /** Each datum once; of equal ones that of the first leaves. */
  List<Combination> datums(Input input) {
    return once(datums(input, 0).stream().sorted(LEAVES).toList());
  }

  /** Some more than once. {@code first}: the number of the first leaf. */
  private List<Combination> datums(Input input, int first) {
    if (input instanceof PfsInput pfs) {
      return leaf(pfs, first);
    }
    if (input instanceof CronInput cron) {
      return leaf(likePfs(cron), first);
    }
    List<List<Combination>> children = new ArrayList<>();
    int leaf = first;
    for (Input child : input.children()) {
      children.add(datums(child, leaf));
      leaf += (int) child.leaves().count();
    }
    if (input instanceof UnionInput) {
      return children.stream().flatMap(List::stream).toList();
    }
    if (input instanceof CrossInput) {
      return crossed(children);
    }
    return input instanceof JoinInput ? joined(children) : grouped(children);
  }

  static PfsInput likePfs(CronInput cron) {
    return new PfsInput(
        cron.name(),
        new BranchName(cron.repo(), "master"),
        "/*",
        "",
        false,
        "",
        false,
        false,
        false,
        Optional.empty(),
        Propagation.ALWAYS,
        false,
        Optional.empty());
  }

  private List<Combination> leaf(PfsInput input, int number) {
    Map<String, String> from = input.from().isPresent() ? files.from(input) : Map.of();
    return DatumPaths.of(files.of(input.branch()), input.glob()).stream()
        .map(
            path -> {
              Map<String, String> changed = new TreeMap<>(path.files());
              changed.entrySet().removeIf(file -> file.getValue().equals(from.get(file.getKey())));
              boolean work = input.from().isEmpty() || !changed.isEmpty();
              return new Part(
                  number,
                  input,
                  path.path(),
                  path.directory(),
                  work ? changed : path.files(),
                  work,
                  expand(input.joinOn(), path.match()),
                  expand(input.groupBy(), path.match()));
            })
        .sorted(LEAF_AND_PATH)
        .map(part -> new Combination(List.of(part)))
        .toList();
  }

  private static String expand(String template, GlobMatch match) {
    return DOLLAR
        .matcher(template)
        .replaceAll(
            dollar -> {
              String name = dollar.group(2) == null ? dollar.group(1) : dollar.group(2);
              String text =
                  name.equals("$")
                      ? "$"
                      : name.matches("[0-9]{1,9}") ? match.group(Integer.parseInt(name)) : "";
              return Matcher.quoteReplacement(text);
            });
  }

  private static List<Combination> once(Collection<Combination> datums) {
    Map<String, Combination> once = new LinkedHashMap<>();
    datums.forEach(datum -> once.putIfAbsent(datum.name(), datum));
    return List.copyOf(once.values());
  }

  private static List<Combination> crossed(List<List<Combination>> children) {
    List<Combination> all = List.of(new Combination(List.of()));
    for (List<Combination> child : children) {
      List<Combination> longer = new ArrayList<>();
      for (Combination left : all) {
        for (Combination right : child) {
          List<Part> parts = new ArrayList<>(left.parts());
          parts.addAll(right.parts());
          longer.add(new Combination(parts));
        }
      }
      all = longer;
    }
    return all;
  }

  /** For each child its parts by the value of a template, each of a leaf's once. */
  private static List<Map<String, List<Part>>> byValue(
      List<List<Combination>> children, Function<Part, String> value) {
    List<Map<String, List<Part>>> maps = new ArrayList<>();
    for (List<Combination> child : children) {
      Map<String, Map<String, Part>> parts = new TreeMap<>(BYTES);
      child.stream()
          .flatMap(datum -> datum.parts().stream())
          .sorted(LEAF_AND_PATH)
          .forEach(
              part ->
                  parts
                      .computeIfAbsent(value.apply(part), any -> new LinkedHashMap<>())
                      .putIfAbsent(part.leaf() + part.name(), part));
      Map<String, List<Part>> map = new TreeMap<>(BYTES);
      parts.forEach((key, found) -> map.put(key, List.copyOf(found.values())));
      maps.add(map);
    }
    return maps;
  }

  private static List<String> values(List<Map<String, List<Part>>> children) {
    TreeSet<String> values = new TreeSet<>(BYTES);
    children.forEach(child -> values.addAll(child.keySet()));
    return List.copyOf(values);
  }

  private static List<Combination> joined(List<List<Combination>> children) {
    List<Map<String, List<Part>>> byValue = byValue(children, Part::joinOn);
    List<Combination> joined = new ArrayList<>();
    for (String value : values(byValue)) {
      List<List<Combination>> present =
          byValue.stream()
              .filter(child -> child.containsKey(value))
              .map(child -> singles(child.get(value)))
              .toList();
      boolean everywhere = present.size() == children.size();
      for (Combination tuple : crossed(present)) {
        List<Part> kept =
            tuple.parts().stream().filter(part -> everywhere || part.input().outerJoin()).toList();
        if (!kept.isEmpty()) {
          joined.add(new Combination(kept));
        }
      }
    }
    return joined;
  }

  private static List<Combination> singles(List<Part> parts) {
    return parts.stream().map(part -> new Combination(List.of(part))).toList();
  }

  private static List<Combination> grouped(List<List<Combination>> children) {
    List<Map<String, List<Part>>> byValue = byValue(children, Part::groupBy);
    List<Combination> grouped = new ArrayList<>();
    for (String value : values(byValue)) {
      Map<String, Part> parts = new LinkedHashMap<>();
      byValue.forEach(
          child ->
              child
                  .getOrDefault(value, List.of())
                  .forEach(part -> parts.putIfAbsent(part.name(), part)));
      grouped.add(new Combination(List.copyOf(parts.values())));
    }
    return grouped;
  }
}
