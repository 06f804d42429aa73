/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.model.Value.Commit;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.Operation;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Does commands to a store and to a model of it, and compares the two after each. */
final class Trial {
  private static final Pattern JOB = Pattern.compile("(\\w+)@([0-9a-f]{32})");

  private final Subject subject;
  private final Model model = new Model();
  private final Views views;
  private final List<String> trace = new ArrayList<>();
  private long done;
  private long refused;

  Trial(Subject subject) {
    this.subject = subject;
    this.views = new Views(subject.store);
  }

  /** What is done on either side; the store gives the id of the commits that it made. */
  private record Both(Store store, Consumer<CommitId> model) {
    interface Store {
      CommitId act();
    }
  }

  /**
   * @throws AssertionError where the two differ, with what was done until then
   */
  void run(List<Command> commands) {
    try {
      for (Command command : commands) {
        run(command);
        compare();
      }
      assertThat(subject.problems()).as("what checks of the store find").isEmpty();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(e.getMessage() + "\nafter\n  " + String.join("\n  ", trace), e);
    }
  }

  long done() {
    return done;
  }

  long refused() {
    return refused;
  }

  private void run(Command command) {
    trace.add(command.toString());
    if (command instanceof Command.Transact || command instanceof Command.Write) {
      both(command).ifPresent(this::act);
    } else if (command instanceof Command.Copy copy) {
      copy(copy);
    } else if (command instanceof Command.TakeBack undo) {
      undo(undo);
    } else {
      engine((Command.Run) command);
    }
  }

  /** Nothing where the state lacks all that the command is about. */
  private Optional<Both> both(Command command) {
    if (command instanceof Command.Write write) {
      return Optional.of(
          new Both(
              () -> subject.write(write.branch(), write.edits()),
              set -> model.write(write.branch(), write.edits(), set)));
    }
    if (command instanceof Command.TakeBack undo) {
      return undo.back().map(back -> model.newest() - back).filter(n -> n >= 0).map(this::undo);
    }
    List<Consumer<Actions>> actions =
        ((Command.Transact) command)
            .steps().stream().flatMap(step -> step.action().apply(model.now()).stream()).toList();
    return actions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Both(() -> subject.transact(actions), set -> model.transact(actions, set)));
  }

  private void copy(Command.Copy copy) {
    Optional<Commit> from =
        copy.from()
            .in(model.now())
            .flatMap(id -> model.now().commit(copy.from().repo(), id))
            .filter(Commit::isGood);
    if (from.isEmpty()) {
      return;
    }
    Map<String, String> puts = new TreeMap<>();
    String path = copy.path();
    from.get()
        .files()
        .forEach(
            (file, text) -> {
              if (file.equals(path) || file.startsWith(path + "/")) {
                puts.put(copy.target() + file.substring(path.length()), text);
              }
            });
    act(
        new Both(
            () ->
                subject.copy(
                    copy.from().repo(),
                    from.get().id(),
                    path,
                    copy.to(),
                    copy.target(),
                    copy.append()),
            set -> {
              Refused.notFoundIf(puts.isEmpty(), path);
              model.write(copy.to(), new Edits(Set.of(), puts, copy.append()), set);
            }));
  }

  private void undo(Command.TakeBack undo) {
    Optional<Long> newest = model.newestReversible();
    assertThat(subject.newestReversible())
        .as("the newest operation that can be taken back")
        .isEqualTo(newest);
    if (undo.back().isPresent()) {
      both(undo).ifPresent(this::act);
    } else {
      newest.map(this::undo).ifPresent(this::act);
    }
  }

  private Both undo(long number) {
    return new Both(() -> subject.undo(number), set -> model.undo(number, set));
  }

  /** Both do it, or both refuse for the same reason and the store is as it was. */
  private void act(Both both) {
    long before = subject.newest();
    CommitId set;
    try {
      set = both.store().act();
    } catch (TuskException e) {
      refused++;
      trace.add("  refused: " + e.getMessage());
      assertThat(subject.newest()).as("the newest record after a refusal").isEqualTo(before);
      try {
        both.model().accept(Model.NO_SET);
      } catch (Refused wanted) {
        assertThat(e.code())
            .as("refused because %s, by the model because %s", e.getMessage(), wanted.getMessage())
            .isEqualTo(wanted.code());
        return;
      }
      throw new AssertionError("refused without need: " + e.getMessage(), e);
    }
    done++;
    try {
      both.model().accept(set);
    } catch (Refused wanted) {
      throw new AssertionError("not refused, though " + wanted.getMessage(), wanted);
    }
  }

  /** What is done while the engine runs, and the id of the commits that it made if it was. */
  private static final class Meanwhile {
    private final Optional<Both> both;
    private Optional<CommitId> set = Optional.empty();

    Meanwhile(Optional<Both> both) {
      this.both = both;
    }

    void actAndDie() {
      act();
      throw new Subject.EngineDied();
    }

    void act() {
      try {
        set = both.map(each -> each.store().act());
      } catch (TuskException e) {
        assertThat(e.code())
            .as("refused meanwhile: %s", e.getMessage())
            .isIn(ErrorCode.CONFLICT, ErrorCode.NOT_FOUND, ErrorCode.INVALID);
      }
    }
  }

  /** Each record that the engine made is one that the model could have made next. */
  private void engine(Command.Run run) {
    long before = subject.newest();
    boolean goesToOpen =
        run.during().isPresent()
            && run.during().get() instanceof Command.Write write
            && model.isOpen(write.branch());
    Meanwhile meanwhile =
        new Meanwhile(goesToOpen ? Optional.empty() : run.during().flatMap(this::both));
    model.beginRun();
    boolean dies = run.end() == Command.Run.End.DEATH;
    boolean died = subject.run(run.down(), dies ? meanwhile::actAndDie : meanwhile::act);
    for (long number = before + 1; number <= subject.newest(); number++) {
      replay(number, run, meanwhile);
    }
    model.engine(died ? JobRuns::requireDead : JobRuns::requireDone, run.down(), Model.NO_SET);
    model.endRun();
    done++;
  }

  private void replay(long number, Command.Run run, Meanwhile meanwhile) {
    Operation operation = subject.store.snapshot(number).orElseThrow().record().operation();
    trace.add("  " + operation);
    Matcher job = JOB.matcher(operation.subject());
    if (!job.matches()) {
      meanwhile.both.orElseThrow().model().accept(meanwhile.set.orElseThrow());
      return;
    }
    PipelineName pipeline = new PipelineName(ProjectName.DEFAULT, job.group(1));
    CommitId set = new CommitId(job.group(2));
    Consumer<JobRuns> step =
        switch (operation.verb()) {
          case "take up job" -> runs -> runs.takeUp(pipeline, set);
          case "finish job" -> runs -> runs.finish(pipeline, set);
          case "keep results" -> runs -> runs.keepResults(pipeline, set);
          default -> throw new AssertionError("an engine does not " + operation);
        };
    model.engine(step, run.down(), subject.setOf(number));
  }

  private void compare() {
    assertThat(subject.newest()).as("the newest record").isEqualTo(model.newest());
    Map<String, Object> expected = Views.of(model.now());
    Map<String, Object> found = views.ofStore();
    if (!found.equals(expected)) {
      throw new AssertionError(differences(expected, found));
    }
  }

  private static String differences(Map<String, Object> expected, Map<String, Object> found) {
    Set<String> subjects = new TreeSet<>(expected.keySet());
    subjects.addAll(found.keySet());
    return subjects.stream()
        .filter(
            subject ->
                !Optional.ofNullable(expected.get(subject))
                    .equals(Optional.ofNullable(found.get(subject))))
        .map(
            subject ->
                subject
                    + " is\n    "
                    + found.getOrDefault(subject, "missing")
                    + "\n  and should be\n    "
                    + expected.getOrDefault(subject, "missing"))
        .collect(Collectors.joining("\n"));
  }

  /** What was done so far. */
  List<String> trace() {
    return Collections.unmodifiableList(trace);
  }
}
