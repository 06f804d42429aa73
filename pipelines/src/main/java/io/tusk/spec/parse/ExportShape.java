/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.schema.Field;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Recognises what {@code pachctl list pipeline --raw} prints: in 1.x the fields of the
 * specification beside those of the running pipeline, in 2.x below {@code details}. The latter are
 * dropped.
 */
final class ExportShape {
  private static final String DETAILS = "details";
  private static final Set<String> MARKS = Set.of("state", "created_at", "createdAt");
  private static final Set<String> RUNTIME =
      Set.of(
          "id",
          "version",
          "created_at",
          "state",
          "recent_error",
          "workers_requested",
          "workers_available",
          "workers_started_at",
          "job_counts",
          "last_job_state",
          "reason",
          "github_hook_url",
          "spec_commit",
          "unclaimed_tasks",
          "worker_rc",
          "auth_token",
          "type",
          "parallelism",
          "user_spec_json",
          "effective_spec_json");

  private ExportShape() {}

  static boolean matches(Mapping mapping) {
    return mapping.members().stream()
        .anyMatch(
            member ->
                MARKS.contains(member.name())
                    || (member.name().equals(DETAILS) && member.value() instanceof Mapping));
  }

  /** The specification alone, and {@code stopped}. */
  static Mapping unwrapped(Mapping mapping) {
    List<Member> members = new ArrayList<>();
    for (Member member : mapping.members()) {
      if (member.name().equals(DETAILS) && member.value() instanceof Mapping details) {
        members.addAll(kept(details));
      }
    }
    members.addAll(kept(mapping));
    return new Mapping(mapping.position(), mapping.pointer(), members);
  }

  private static List<Member> kept(Mapping mapping) {
    return mapping.members().stream()
        .filter(
            member ->
                !(member.name().equals(DETAILS) && member.value() instanceof Mapping)
                    && RUNTIME.stream()
                        .noneMatch(
                            name ->
                                name.equals(member.name())
                                    || Field.camel(name).equals(member.name())))
        .toList();
  }
}
