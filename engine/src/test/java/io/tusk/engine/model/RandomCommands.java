/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import io.tusk.engine.model.Command.Run.End;
import io.tusk.engine.model.Command.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes up what a user does with few names, so that commands meet. */
final class RandomCommands {
  private static final List<String> PATHS = List.of("/x", "/y", "/d", "/d/x", "/d/y", "/e/f");
  private static final List<String> CONTENTS =
      List.of("one", "two", "three", "flaky", "none", "to /s", "to /t", "to /t/u");

  private final Random random;

  private final RandomSteps steps;

  RandomCommands(long seed) {
    this.random = new Random(seed);
    this.steps = new RandomSteps(random);
  }

  List<Command> next() {
    List<Command> commands = new ArrayList<>();
    commands.add(alone(steps.createRepo("a")));
    commands.add(write());
    if (random.nextBoolean()) {
      commands.add(alone(steps.createRepo("b")));
    }
    commands.add(alone(steps.create(steps.spec("p"))));
    if (random.nextBoolean()) {
      commands.add(write());
      commands.add(alone(steps.create(steps.spec("q"))));
    }
    int range = random.nextInt(10) == 0 ? 60 : 10;
    for (int more = 12 + random.nextInt(range); more > 0; more--) {
      commands.add(command());
    }
    return commands;
  }

  private Command command() {
    return switch (steps.kind(16)) {
      case 0, 1, 2, 3 -> write();
      case 4 -> copy();
      case 5, 6, 7 -> run();
      case 8, 9 -> undo();
      case 10 -> together();
      default -> alone(steps.step());
    };
  }

  private Command run() {
    boolean down = random.nextInt(3) == 0;
    Optional<Command> during = random.nextInt(3) > 0 ? Optional.empty() : Optional.of(meanwhile());
    return new Command.Run(down, during, random.nextInt(6) == 0 ? End.DEATH : End.DONE);
  }

  private Command meanwhile() {
    return switch (random.nextInt(5)) {
      case 0 -> write();
      case 1 -> new Command.TakeBack(Optional.of(random.nextInt(4)));
      default -> alone(steps.step());
    };
  }

  private static Command alone(Step step) {
    return new Command.Transact(List.of(step));
  }

  private Command together() {
    List<Step> all = new ArrayList<>();
    for (int more = 2 + random.nextInt(2); more > 0; more--) {
      all.add(random.nextInt(3) > 0 ? steps.mostlyFine() : steps.step());
    }
    return new Command.Transact(List.copyOf(all));
  }

  private Command undo() {
    return new Command.TakeBack(
        random.nextInt(3) == 0 ? Optional.empty() : Optional.of(random.nextInt(6)));
  }

  private Command write() {
    Map<String, String> puts = new TreeMap<>();
    Set<String> deletes = new TreeSet<>();
    for (int more = 1 + random.nextInt(3); more > 0; more--) {
      String path = steps.pick(PATHS);
      boolean collides =
          puts.keySet().stream()
              .anyMatch(other -> other.startsWith(path + "/") || path.startsWith(other + "/"));
      if (random.nextInt(4) == 0) {
        deletes.add(path);
      } else if (!collides) {
        puts.put(path, steps.pick(CONTENTS));
      }
    }
    return new Command.Write(steps.inputBranch(), new Edits(deletes, puts, random.nextInt(6) == 0));
  }

  private Command copy() {
    return new Command.Copy(
        steps.commit(),
        steps.pick(PATHS),
        steps.inputBranch(),
        steps.pick(PATHS),
        random.nextInt(4) == 0);
  }
}
