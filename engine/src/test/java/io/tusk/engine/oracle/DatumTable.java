/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.Outcome.End;
import io.tusk.engine.oracle.Outcome.State;
import io.tusk.engine.oracle.Step.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Rules of datums with what they come to, for everything that runs jobs. Files are written as
 * {@code a:/x}, or with a content {@code a:/x=text}; inputs in JSON with single quotes.
 */
abstract class DatumTable {
  private World world;
  private Subject subject;

  /** A new one. */
  protected abstract Subject subject();

  @BeforeEach
  void open() {
    world = new World(List.of("a", "b", "c", "a@dev"), pfs("a", "/*"));
    subject = subject();
  }

  @AfterEach
  void close() {
    subject.close();
  }

  /** An input of the repository's name; {@code more}: further fields. */
  static String pfs(String repo, String glob, String... more) {
    return "{'pfs':{'repo':'%s','glob':'%s'%s}}"
        .formatted(
            repo, glob, String.join("", Arrays.stream(more).map(field -> "," + field).toList()))
        .replace('\'', '"');
  }

  static String of(String kind, String... parts) {
    return "{\"" + kind + "\":[" + String.join(",", parts) + "]}";
  }

  static Op[] files(String... files) {
    return Arrays.stream(files)
        .map(
            file -> {
              String[] parts = file.split("=", 2);
              String[] place = parts[0].split(":", 2);
              String content = parts.length == 1 ? "of " + parts[0] : parts[1];
              return new Step.Put(place[0], place[1], content);
            })
        .toArray(Op[]::new);
  }

  static Op delete(String file) {
    String[] place = file.split(":", 2);
    return new Step.Delete(place[0], place[1]);
  }

  /** There is one. */
  Outcome job(Step step) {
    List<Outcome> jobs = jobs(step);
    assertThat(jobs).hasSize(1);
    return jobs.get(0);
  }

  List<Outcome> jobs(Op... ops) {
    return jobs(Step.of(ops));
  }

  private List<Outcome> jobs(Step step) {
    List<Situation> jobs = world.next(step);
    subject.begin(jobs);
    return jobs.stream().map(subject::job).toList();
  }

  Outcome job(Op... ops) {
    return job(Step.of(ops));
  }

  /** The job of an input after these files came. */
  Outcome job(String input, String... files) {
    List<Op> ops = new ArrayList<>(Arrays.asList(files(files)));
    ops.add(new Step.Spec(input));
    return job(ops.toArray(Op[]::new));
  }

  /** The first job ever, of such an input and files, has these datums and no others. */
  Outcome datums(String input, Set<String> files, String... datums) {
    close();
    open();
    Outcome outcome = job(input, files.toArray(String[]::new));
    assertThat(outcome.end()).isEqualTo(End.SUCCESS);
    assertThat(outcome.datums().keySet()).containsExactlyInAnyOrder(datums);
    assertThat(outcome.datums().values()).allMatch(State.PROCESSED::equals);
    return outcome;
  }

  /** The job succeeded, ran the first datums, and skipped the others. */
  static void ran(Outcome outcome, Set<String> processed, Set<String> skipped) {
    assertThat(outcome.end()).isEqualTo(End.SUCCESS);
    Map<String, State> expected = new TreeMap<>();
    processed.forEach(name -> expected.put(name, State.PROCESSED));
    skipped.forEach(name -> expected.put(name, State.SKIPPED));
    assertThat(outcome.datums()).isEqualTo(expected);
  }

  /** The job failed of these two datums, which the error names, with the path. */
  void collided(Outcome outcome, String path, String datum, String other) {
    assertThat(outcome.end()).isEqualTo(End.COLLISION);
    subject
        .collision()
        .ifPresent(
            named ->
                assertThat(named).isEqualTo(new Subject.Collision(path, Set.of(datum, other))));
  }
}
