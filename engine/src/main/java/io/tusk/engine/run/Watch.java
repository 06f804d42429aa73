/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.PipelineName;
import io.tusk.repo.TuskStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Runs jobs and does what is due until it is told to stop. It looks at the store when something is
 * due, when a job of its own has ended, and else every second at first and every five in the end; a
 * look at a store in which nothing has changed is one listing. For one thread.
 */
final class Watch {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * After a failure of the store, or of a pipeline's job; then twice as long, up to the longest.
   */
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  /** So soon it notices that it is to stop, or that a job has ended. */
  private static final Duration NOTICE = Duration.ofMillis(250);

  private final TuskStore store;
  private final JobLoop loop;
  private final Timetable timetable;
  private final TimedListener told;
  private final Supplier<Duration> elapsed;
  private final BooleanSupplier stopped;
  private final Pace pace;
  private final Map<PipelineName, Held> held = new HashMap<>();

  /** The record that was looked at last. */
  private long last = -1;

  /** Whether jobs are left whose engines may die. */
  private boolean watched;

  /** Whether something is to be done at the next look though nothing has changed. */
  private boolean unfinished = true;

  private Optional<Instant> next = Optional.empty();
  private Optional<Held> away = Optional.empty();

  /**
   * What failed.
   *
   * @param until it is not tried again before that
   * @param said what was told of it
   */
  private record Held(Duration until, Duration pause, Optional<String> said) {
    static Held of(Optional<Held> before, Duration now, Optional<String> said) {
      Duration doubled = before.map(held -> held.pause().multipliedBy(2)).orElse(FIRST_RETRY);
      Duration pause = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
      return new Held(now.plus(pause), pause, said);
    }
  }

  /**
   * @param elapsed tells the time since some moment, and is never set
   */
  Watch(
      TuskStore store,
      JobLoop loop,
      Timetable timetable,
      TimedListener told,
      Supplier<Duration> elapsed,
      BooleanSupplier stopped) {
    this.store = store;
    this.loop = loop;
    this.timetable = timetable;
    this.told = told;
    this.elapsed = elapsed;
    this.stopped = stopped;
    this.pace = new Pace(FIRST_PAUSE, LONGEST_PAUSE, elapsed);
  }

  /**
   * @throws TuskException INTERRUPTED where jobs were killed at the end
   */
  void run() throws InterruptedException {
    pace.hurry();
    while (!stopped.getAsBoolean()) {
      try {
        Duration wait = untilNextLook();
        if (!wait.isZero()) {
          pause(wait.compareTo(NOTICE) < 0 ? wait : NOTICE);
        } else {
          pace.begin();
          look();
        }
        loop.takeFaults().forEach(this::hold);
      } catch (TuskException e) {
        awaitStore(e);
      }
    }
    if (loop.isRunning()) {
      Optional<TuskException> killed = Interruption.ofWhatRuns(loop);
      if (killed.isPresent()) {
        throw killed.get();
      }
    }
  }

  private Duration untilNextLook() {
    Duration now = elapsed.get();
    if (away.isPresent()) {
      return atLeastZero(away.get().until().minus(now));
    }
    Duration wait = pace.left();
    if (next.isPresent()) {
      Duration due = Duration.between(store.host().clock().instant(), next.get());
      wait = due.compareTo(wait) < 0 ? due : wait;
    }
    return atLeastZero(wait);
  }

  private static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private boolean isTime() {
    return next.isPresent() && !next.get().isAfter(store.host().clock().instant());
  }

  private void pause(Duration wait) throws InterruptedException {
    if (!loop.isRunning()) {
      store.host().sleeper().sleep(wait);
    } else if (loop.await(wait)) {
      unfinished = true;
      pace.hurry();
    }
  }

  private void look() {
    Seen now = loop.see();
    long number = now.snapshot().record().number();
    boolean news = number != last;
    boolean wanted = news || unfinished || isTime();
    boolean again = false;
    // Until this look has come to its end.
    unfinished = true;
    if (wanted) {
      TimedWork.Outcome outcome = timetable.perform(now.snapshot(), store.host().clock().instant());
      next = outcome.next();
      if (outcome.changed()) {
        now = Seen.of(store);
        number = now.snapshot().record().number();
      }
      again = outcome.changed();
    }
    if (wanted || watched || !held.isEmpty()) {
      JobLoop.Look found = loop.look(now, this::mayStart);
      loop.takeEnded(now.catalog()).forEach(job -> held.remove(job.id().pipeline()));
      watched = found.watched();
      again |= found.again();
    }
    last = number;
    unfinished = again;
    if (again) {
      pace.hurry();
    } else if (news) {
      pace.restart();
    }
    if (away.isPresent()) {
      away = Optional.empty();
      told.did("the store answers again");
    }
  }

  private boolean mayStart(PipelineName pipeline) {
    Held hold = held.get(pipeline);
    return hold == null || hold.until().compareTo(elapsed.get()) <= 0;
  }

  private void hold(JobLoop.Fault fault) {
    PipelineName pipeline = fault.job().pipeline();
    Optional<Held> before = Optional.ofNullable(held.get(pipeline));
    Optional<String> said = before.flatMap(Held::said);
    Optional<String> message = Optional.of(fault.why().getMessage());
    // Of a store that is away the next look tells.
    boolean mayPass = before.isEmpty() && isAway(fault.why());
    if (!mayPass && !said.equals(message)) {
      told.failed("job " + fault.job() + " cannot be run", fault.why());
      said = message;
    }
    held.put(pipeline, Held.of(before, elapsed.get(), said));
  }

  private void awaitStore(TuskException e) {
    if (!isAway(e)) {
      throw e;
    }
    unfinished = true;
    if (away.isEmpty()) {
      told.failed("the store is away", e);
    }
    if (away.filter(wait -> wait.until().compareTo(elapsed.get()) > 0).isEmpty()) {
      away = Optional.of(Held.of(away, elapsed.get(), Optional.empty()));
    }
  }

  /** Whether it is the store that fails, and not what it holds. */
  private boolean isAway(TuskException e) {
    return e.code() == ErrorCode.STORAGE
        || e.code() == ErrorCode.OUTCOME_UNKNOWN
        || ((e.code() == ErrorCode.CORRUPT || e.code() == ErrorCode.NOT_FOUND) && hasVanished());
  }

  /** As a directory has whose file system is not mounted. */
  private boolean hasVanished() {
    try {
      return store.log().head().isEmpty();
    } catch (TuskException e) {
      return e.code() == ErrorCode.STORAGE;
    }
  }
}
