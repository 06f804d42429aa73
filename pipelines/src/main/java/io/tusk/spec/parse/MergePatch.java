/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.text.SpecNode;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Member;
import io.tusk.spec.text.SpecNode.Nothing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * RFC 7396: objects are laid over each other field by field, null takes a field away, and any other
 * value, lists too, replaces what was there. Each value keeps its own place.
 */
final class MergePatch {
  private MergePatch() {}

  /** {@code target} with {@code patch} laid over it; holds no null outside of lists. */
  static Mapping apply(Mapping target, Mapping patch) {
    Map<String, Member> merged = new LinkedHashMap<>();
    target.members().forEach(member -> merged.put(member.name(), member));
    for (Member member : patch.members()) {
      if (member.value() instanceof Nothing) {
        merged.remove(member.name());
        continue;
      }
      Member below = merged.get(member.name());
      SpecNode value = value(below, member.value());
      merged.put(member.name(), new Member(member.position(), member.name(), value));
    }
    List<Member> members = new ArrayList<>(merged.values());
    return new Mapping(patch.position(), patch.pointer(), members);
  }

  private static SpecNode value(Member below, SpecNode patch) {
    if (!(patch instanceof Mapping mapping)) {
      return patch;
    }
    Mapping target =
        below != null && below.value() instanceof Mapping present
            ? present
            : new Mapping(mapping.position(), mapping.pointer(), List.of());
    return apply(target, mapping);
  }
}
