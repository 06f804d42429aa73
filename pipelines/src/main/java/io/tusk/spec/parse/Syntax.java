/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.cron.CronSchedule;
import io.tusk.cron.Durations;
import io.tusk.error.Quote;
import io.tusk.error.TuskException;
import io.tusk.name.ProjectName;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** Fields whose text has a grammar of its own. */
final class Syntax {
  private Syntax() {}

  /** What {@code made} gives, or nothing after its failure was reported at the field. */
  static <T> Optional<T> checked(Fields fields, String field, Supplier<T> made) {
    try {
      return Optional.of(made.get());
    } catch (TuskException e) {
      fields.error(field, "is invalid: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** {@code project.name} of the object. */
  static Optional<ProjectName> project(Fields fields) {
    Optional<Fields> project = fields.object("project");
    if (project.isEmpty()) {
      return Optional.empty();
    }
    Fields object = project.get();
    Optional<ProjectName> name =
        object
            .optionalText("name")
            .flatMap(text -> checked(object, "name", () -> new ProjectName(text)));
    object.end();
    return name;
  }

  /** The project that an input's {@code project} text names. */
  static Optional<ProjectName> projectText(Fields fields) {
    return fields
        .optionalText("project")
        .flatMap(text -> checked(fields, "project", () -> new ProjectName(text)));
  }

  /** A duration; zero is absent. */
  static Optional<Duration> duration(Fields fields, String field) {
    Optional<String> text = fields.optionalText(field);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> duration = Durations.parse(text.get());
    if (duration.isEmpty()) {
      fields.error(
          field,
          "is no duration: \""
              + Quote.shortened(text.get())
              + "\"; write it like "
              + Durations.FORMS);
    }
    return duration.filter(value -> !value.isZero());
  }

  static Optional<Instant> time(Fields fields, String field) {
    Optional<String> text = fields.optionalText(field);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text.get())));
    } catch (DateTimeException e) {
      fields.error(
          field,
          "is no time: \""
              + Quote.shortened(text.get())
              + "\"; write it like \"2026-01-31T08:00:00Z\"");
      return Optional.empty();
    }
  }

  /** A cron expression, or the empty text. */
  static String cron(Fields fields, String field) {
    String text = fields.text(field);
    if (!text.isEmpty()) {
      CronSchedule.problem(text)
          .ifPresent(
              problem -> fields.error(field, "\"" + Quote.shortened(text) + "\" " + problem));
    }
    return text;
  }

  static String quantity(Fields fields, String field) {
    String text = fields.text(field);
    if (!text.isEmpty() && !Sizes.isQuantity(text)) {
      fields.error(
          field,
          "is no quantity: \"" + Quote.shortened(text) + "\"; write it like \"64M\" or \"1Gi\"");
    }
    return text;
  }

  static String decimalSize(Fields fields, String field) {
    String text = fields.text(field);
    if (!text.isEmpty() && !Sizes.isDecimalSize(text)) {
      fields.error(
          field,
          "is no size: \"" + Quote.shortened(text) + "\"; write it like \"100M\" or \"1.5GB\"");
    }
    return text;
  }

  /** An enum value by its name or, in the order of {@code values}, its number. */
  static <E extends Enum<E>> E choice(Fields fields, String field, E[] values) {
    Optional<String> literal = fields.node(field).map(fields.values(field)::nameOrNumber);
    for (int number = 0; number < values.length; number++) {
      String name = values[number].name();
      String index = String.valueOf(number);
      if (literal.filter(text -> text.equals(name) || text.equals(index)).isPresent()) {
        return values[number];
      }
    }
    if (literal.isPresent()) {
      fields.error(field, "must be one of " + Arrays.toString(values) + "; choose one of them");
    }
    return values[0];
  }
}
