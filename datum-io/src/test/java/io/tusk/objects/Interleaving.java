/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import io.tusk.host.Host;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs several writers as threads of which one goes on at a time: at each call to the object store
 * and each pause, the seed decides who is next. Equal seeds give equal runs.
 */
public final class Interleaving {
  private final class Writer extends Thread {
    private final Runnable work;

    Writer(Runnable work) {
      this.work = work;
      setDaemon(true);
    }

    @Override
    public void run() {
      awaitTurn(this);
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        failures.add(e);
      } finally {
        alive.remove(this);
        passOn();
      }
    }
  }

  private final Random random;
  private final List<Writer> alive = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private volatile Thread turn;
  private Thread caller;
  private long steps;

  public Interleaving(long seed) {
    this.random = new Random(seed);
  }

  /** Runs all to their end; throws the first thing that any of them threw. */
  public void run(List<? extends Runnable> works) {
    caller = Thread.currentThread();
    works.forEach(work -> alive.add(new Writer(work)));
    List.copyOf(alive).forEach(Thread::start);
    passOn();
    awaitTurn(caller);
    if (!failures.isEmpty()) {
      throw new AssertionError("a writer failed: " + failures.get(0), failures.get(0));
    }
  }

  /** How often a writer could have been passed over. */
  public long steps() {
    return steps;
  }

  /** The clock hardly moves, and now and then jumps back; pauses let others go on. */
  public Host host(long seed) {
    Random own = new Random(seed);
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return Instant.ofEpochMilli(1_800_000_000_000L + own.nextInt(3) - own.nextInt(1000));
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        };
    return new Host(clock, own, duration -> step());
  }

  /** The same store, each call of a writer being a step. */
  public ObjectStore store(ObjectStore store) {
    return new Stepping(store);
  }

  /** Lets the seed decide who goes on; nothing happens on a thread that is not a writer. */
  public void step() {
    Thread self = Thread.currentThread();
    if (self instanceof Writer writer && alive.contains(writer)) {
      steps++;
      Writer next = alive.get(random.nextInt(alive.size()));
      if (next != writer) {
        give(next);
        awaitTurn(writer);
      }
    }
  }

  private void passOn() {
    give(alive.isEmpty() ? caller : alive.get(random.nextInt(alive.size())));
  }

  private void give(Thread next) {
    turn = next;
    LockSupport.unpark(next);
  }

  private void awaitTurn(Thread self) {
    while (turn != self) {
      LockSupport.park(this);
    }
  }

  private final class Stepping implements ObjectStore {
    private final ObjectStore store;

    Stepping(ObjectStore store) {
      this.store = store;
    }

    @Override
    public Optional<byte[]> read(String key) {
      step();
      return store.read(key);
    }

    @Override
    public Optional<byte[]> read(String key, long offset, int length) {
      step();
      return store.read(key, offset, length);
    }

    @Override
    public Optional<Long> size(String key) {
      step();
      return store.size(key);
    }

    @Override
    public void put(String key, byte[] content) {
      step();
      store.put(key, content);
    }

    @Override
    public Created createIfAbsent(String key, byte[] content) {
      step();
      return store.createIfAbsent(key, content);
    }

    @Override
    public List<String> list(String prefix, String after, int limit) {
      step();
      return store.list(prefix, after, limit);
    }

    @Override
    public void delete(String key) {
      step();
      store.delete(key);
    }

    @Override
    public String location() {
      return store.location();
    }
  }
}
