/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.objects.FaultyObjectStore;
import io.tusk.objects.Interleaving;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.Pack;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Writers that count in one log while answers get lost. The state is a counter per key, held beside
 * the log under its hash; each operation raises one counter, so that an operation that is applied
 * twice or lost shows.
 */
final class LogSimulation {
  private static final int KEYS = 3;
  private static final int FULL = 6;

  /** How an operation ended, as its writer was told. */
  enum End {
    WRITTEN,
    NOTHING,
    FAILED,
    UNKNOWN
  }

  private record Step(String subject, String key, End end, long number) {}

  private final long seed;
  private final BiFunction<ObjectStore, Host, Creation> creations;
  private final ObjectStore store = TestStores.create();
  private final FaultyObjectStore faulty;
  private final Interleaving interleaving;
  private final Map<Hash, Map<String, Integer>> states = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();

  private LogSimulation(long seed, BiFunction<ObjectStore, Host, Creation> creations) {
    this.seed = seed;
    this.creations = creations;
    this.faulty = new FaultyObjectStore(store, seed);
    this.interleaving = new Interleaving(seed);
  }

  /** What {@link #run} did, equal for equal seeds, and the invariant that broke, if one did. */
  record Report(List<String> log, long faults, long unknown, Optional<String> violation) {}

  static Report run(long seed, BiFunction<ObjectStore, Host, Creation> creations) {
    return new LogSimulation(seed, creations).run();
  }

  private Report run() {
    Random chance = new Random(seed);
    Log genesis = log(faulty, seed);
    genesis.create(
        new RootRecord.Genesis("0".repeat(32), JsonNodeFactory.instance.objectNode()),
        new Operation("create store", ""));
    double harm = chance.nextInt(4) / 10.0;
    faulty
        .losingCreates(FaultyObjectStore.Fate.LANDS, harm)
        .losingCreates(FaultyObjectStore.Fate.LANDS_LATE, harm)
        .losingCreates(FaultyObjectStore.Fate.VANISHES, harm)
        .failing(FaultyObjectStore.Call.READ, chance.nextInt(3) / 50.0)
        .failing(FaultyObjectStore.Call.LIST, chance.nextInt(3) / 50.0)
        .failing(FaultyObjectStore.Call.CREATE, chance.nextInt(3) / 20.0);
    int writers = 2 + chance.nextInt(4);
    List<Runnable> works = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      String name = "writer" + i;
      long own = chance.nextLong();
      works.add(() -> write(name, own));
    }
    interleaving.run(works);
    long faults = faulty.faults();
    faulty.calm().landAll();
    Log calm = new Log(store, interleaving.host(0));
    List<String> trace = new ArrayList<>();
    Optional<String> violation = check(calm, trace);
    long unknown = steps.stream().filter(step -> step.end() == End.UNKNOWN).count();
    return new Report(trace, faults, unknown, violation);
  }

  private Log log(ObjectStore store, long own) {
    Host host = interleaving.host(own);
    ObjectStore stepping = interleaving.store(store);
    return new Log(stepping, host, creations.apply(stepping, host));
  }

  private void write(String name, long own) {
    Random chance = new Random(own);
    Log log = log(faulty, own);
    int operations = 1 + chance.nextInt(4);
    Optional<Head> seen = Optional.empty();
    for (int i = 0; i < operations; i++) {
      String key = "key" + chance.nextInt(KEYS);
      String subject = name + "-" + i + "-" + key;
      boolean strict = chance.nextInt(8) == 0;
      try {
        Operation operation = new Operation("count", subject);
        Head head =
            seen.isPresent() && chance.nextBoolean()
                ? log.commitAfter(seen.get(), operation, count(key, strict))
                : log.commit(operation, count(key, strict));
        seen = seen.filter(before -> chance.nextBoolean()).or(() -> Optional.of(head));
        boolean wrote = head.record().operation().subject().equals(subject);
        steps.add(new Step(subject, key, wrote ? End.WRITTEN : End.NOTHING, head.number()));
      } catch (TuskException e) {
        End end = e.code() == ErrorCode.OUTCOME_UNKNOWN ? End.UNKNOWN : End.FAILED;
        steps.add(new Step(subject, key, end, -1));
      }
    }
  }

  /** Raises a counter below {@link #FULL}; a strict one refuses to find it odd. */
  private Log.Change count(String key, boolean strict) {
    return (Head base, Instant time) -> {
      Map<String, Integer> state = new TreeMap<>(state(base));
      int value = state.merge(key, 1, Integer::sum);
      if (value > FULL) {
        return new Log.Outcome.Nothing();
      }
      if (strict && value % 2 == 0) {
        throw new TuskException(ErrorCode.CONFLICT, key + " is odd");
      }
      return new Log.Outcome.NewRoot(Optional.of(store(state)), Optional.empty());
    };
  }

  private Ref store(Map<String, Integer> state) {
    Hash hash = Hash.of(state.toString().getBytes(UTF_8));
    states.put(hash, state);
    return new Ref(PieceKind.NODE, hash, new Location(Pack.named(hash), 0, 1));
  }

  private Map<String, Integer> state(Head head) {
    return head.record().metadata().map(ref -> states.get(ref.hash())).orElseGet(Map::of);
  }

  private Optional<String> check(Log log, List<String> trace) {
    Head head = log.head().orElseThrow();
    Map<String, Integer> model = new TreeMap<>();
    Map<String, Integer> times = new HashMap<>();
    Optional<Head> previous = Optional.empty();
    Instant time = Instant.EPOCH;
    for (long number = 0; number <= head.number(); number++) {
      Optional<Head> found = log.record(number);
      if (found.isEmpty()) {
        return broken("record " + number + " of " + head.number() + " is missing");
      }
      Head record = found.get();
      String subject = record.record().operation().subject();
      trace.add(number + " " + subject + " " + record.hash());
      if (!record.record().previous().equals(previous.map(Head::hash))) {
        return broken("record " + number + " does not follow its predecessor");
      }
      if (!record.record().time().isAfter(time)) {
        return broken("record " + number + " is not later than its predecessor");
      }
      if (number > 0) {
        model.merge(subject.substring(subject.lastIndexOf('-') + 1), 1, Integer::sum);
        times.merge(subject, 1, Integer::sum);
      }
      if (!state(record).equals(model)) {
        return broken("record " + number + " holds " + state(record) + ", not " + model);
      }
      time = record.record().time();
      previous = found;
    }
    for (Step step : steps) {
      int count = times.getOrDefault(step.subject(), 0);
      boolean wrong =
          switch (step.end()) {
            case WRITTEN -> count != 1;
            case NOTHING, FAILED -> count != 0;
            case UNKNOWN -> count > 1;
          };
      if (wrong) {
        return broken(step.subject() + " was " + step.end() + " and is there " + count + " times");
      }
    }
    return Optional.empty();
  }

  private Optional<String> broken(String what) {
    return Optional.of("seed " + seed + ": " + what);
  }
}
