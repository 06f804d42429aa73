/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cron.CronExpression;
import io.tusk.name.BranchName;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Triggers within the values of branches. */
final class TriggerJson {
  private static final String BRANCH = "branch";
  private static final String ALL = "all";
  private static final String RATE_LIMIT = "rate-limit";
  private static final String SIZE = "size";
  private static final String COMMITS = "commits";
  private static final String CRON = "cron";
  private static final String SINCE = "since";

  private TriggerJson() {}

  static void write(Trigger trigger, ObjectNode json) {
    Trigger.Conditions conditions = trigger.conditions();
    json.put(BRANCH, trigger.source().name());
    if (conditions.match() == Trigger.Match.ALL) {
      json.put(ALL, true);
    }
    conditions.rateLimit().ifPresent(cron -> json.put(RATE_LIMIT, cron.text()));
    conditions.size().ifPresent(size -> json.put(SIZE, size.text()));
    if (conditions.commits() > 0) {
      json.put(COMMITS, conditions.commits());
    }
    conditions.cron().ifPresent(cron -> json.put(CRON, cron.text()));
    json.put(SINCE, trigger.since().toString());
  }

  /**
   * Of branch {@code name}. What is malformed is refused in whatever way it fails first; the caller
   * says what it is of.
   */
  static Trigger read(BranchName name, JsonNode json) {
    return new Trigger(
        new BranchName(name.repo(), json.path(BRANCH).asText()),
        new Trigger.Conditions(
            json.path(ALL).asBoolean() ? Trigger.Match.ALL : Trigger.Match.ANY,
            text(json, RATE_LIMIT, CronExpression::new),
            text(json, SIZE, DecimalSize::new),
            json.path(COMMITS).asLong(),
            text(json, CRON, CronExpression::new)),
        Instant.parse(json.path(SINCE).asText()));
  }

  private static <T> Optional<T> text(JsonNode json, String field, Function<String, T> type) {
    return json.has(field) ? Optional.of(type.apply(json.get(field).asText())) : Optional.empty();
  }
}
