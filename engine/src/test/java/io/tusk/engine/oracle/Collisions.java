/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.pieces.Hash;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the reasons of failed jobs say about collisions. */
public final class Collisions {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern REASON =
      Pattern.compile("path (/\\S+) (is written by two datums: |of datum )[0-9a-f]{64} .*");

  private Collisions() {}

  /** {@code names}: of all datums that ever ran, by id. */
  public static Subject.Collision of(String reason, Map<Hash, String> names) {
    Matcher message = REASON.matcher(reason);
    assertThat(message.matches()).as(reason).isTrue();
    Set<String> datums =
        ID.matcher(reason)
            .results()
            .map(MatchResult::group)
            .map(id -> names.getOrDefault(Hash.fromHex(id), id))
            .collect(Collectors.toSet());
    return new Subject.Collision(message.group(1), datums);
  }
}
