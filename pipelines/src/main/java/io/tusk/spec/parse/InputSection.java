/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.spec.Input;
import io.tusk.spec.Input.CrossInput;
import io.tusk.spec.Input.GroupInput;
import io.tusk.spec.Input.JoinInput;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.Input.UnionInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads {@code input} and sorts the parts of every cross, union, join and group. */
final class InputSection {
  private static final List<String> COMBINATIONS = List.of("cross", "union", "join", "group");
  private static final String KINDS = "pfs, cross, union, join, group or cron";

  private final LeafSection leaves;

  /**
   * @param name absent when it could not be read
   */
  InputSection(ProjectName project, Optional<PipelineName> name, GlobSyntax globs) {
    this.leaves = new LeafSection(project, name, globs);
  }

  /** Nothing after an error. */
  Optional<Input> parse(Fields fields) {
    return node(fields, InputNames.create(), "");
  }

  private Optional<Input> node(Fields fields, InputNames names, String enclosing) {
    fields.refused("git", "mirror the repository's files with put file, and read them with pfs");
    fields.refused("atom", "it is the old name of pfs; rename it, and from_commit to from");
    List<String> given = new ArrayList<>();
    for (String kind : List.of("pfs", "cross", "union", "join", "group", "cron")) {
      boolean empty = COMBINATIONS.contains(kind) && !fields.meaningful(kind);
      if (!fields.absent(kind) && !(empty && fields.node(kind).isPresent())) {
        given.add(kind);
      }
    }
    boolean old = fields.meaningful("git") || fields.meaningful("atom");
    if (given.isEmpty() && !old) {
      fields.end();
      fields.error("names nothing to read; give one of " + KINDS);
      return Optional.empty();
    }
    if (given.size() > 1) {
      fields.error(
          "holds " + String.join(" and ", given) + "; give one, or put them into a cross or union");
    }
    fields.end();
    Optional<Input> input = Optional.empty();
    for (String kind : given) {
      input = kind(fields, kind, names, enclosing);
    }
    return input;
  }

  private Optional<Input> kind(Fields fields, String kind, InputNames names, String enclosing) {
    if (kind.equals("pfs")) {
      return fields.object(kind).flatMap(pfs -> leaves.pfs(pfs, names, enclosing));
    }
    if (kind.equals("cron")) {
      return fields.object(kind).flatMap(cron -> leaves.cron(cron, names, enclosing));
    }
    String inner = kind.equals("cross") ? enclosing : kind;
    List<Optional<Input>> parts = new ArrayList<>();
    List<InputNames> arms = new ArrayList<>();
    for (Fields part : fields.objects(kind)) {
      InputNames partNames = kind.equals("union") ? names.arm() : names;
      parts.add(node(part, partNames, inner));
      arms.add(partNames);
    }
    if (kind.equals("union")) {
      arms.forEach(names::merge);
    }
    if (parts.isEmpty() || parts.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    List<Input> children = sorted(fields, kind, parts.stream().flatMap(Optional::stream).toList());
    return Optional.of(
        switch (kind) {
          case "cross" -> new CrossInput(children);
          case "union" -> new UnionInput(children);
          case "join" -> new JoinInput(children);
          default -> new GroupInput(children);
        });
  }

  private static List<Input> sorted(Fields fields, String kind, List<Input> children) {
    List<byte[]> names = children.stream().map(InputSection::firstName).toList();
    List<Integer> order =
        IntStream.range(0, children.size())
            .boxed()
            .sorted(Comparator.comparing(names::get, Arrays::compareUnsigned))
            .toList();
    if (!order.equals(IntStream.range(0, children.size()).boxed().toList())) {
      fields.reading().positions().reorder(fields.path().child(kind), order);
    }
    return order.stream().map(children::get).toList();
  }

  /** The name of the first leaf; a cron input counts as nameless. */
  private static byte[] firstName(Input input) {
    Input leaf = input.leaves().findFirst().orElseThrow();
    String name = leaf instanceof PfsInput pfs ? pfs.name() : "";
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
