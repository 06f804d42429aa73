/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** The protocol of the log under lost answers; each planted fault shows what the checks see. */
class LogSimulationTest {
  private static final int SEEDS = TestStores.cases(2_000);
  private static final int SEEDS_FOR_A_FAULT = 500;

  @Test
  @EveryStore
  void transactionsAreInTheLogOnceOrNotAtAll() {
    long faults = 0;
    long unknown = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      LogSimulation.Report report = LogSimulation.run(seed, Creation::new);
      assertThat(report.violation()).as("seed %d", seed).isEmpty();
      faults += report.faults();
      unknown += report.unknown();
    }
    assertThat(faults).as("faults that were met").isGreaterThan(SEEDS);
    assertThat(unknown).as("operations that had to give up").isPositive();
  }

  @Test
  void equalSeedsGiveEqualRuns() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(LogSimulation.run(seed, Creation::new))
          .as("seed %d", seed)
          .isEqualTo(LogSimulation.run(seed, Creation::new));
    }
  }

  /** A lost answer is taken for a lost race, and the change made again as if it were another. */
  private static final class NewTransaction extends Planted {
    NewTransaction(ObjectStore store, Host host) {
      super(store, host);
    }

    @Override
    Result afterLostAnswer(String key, byte[] bytes) {
      return Result.ANOTHER;
    }
  }

  @Test
  void catchesARetryAsANewTransaction() {
    assertThat(isCaught(NewTransaction::new, "was WRITTEN and is there 2 times")).isTrue();
  }

  /** After a lost answer only the newest record is looked at. */
  private static final class HeadOnly extends Planted {
    private final Log log;

    HeadOnly(ObjectStore store, Host host) {
      super(store, host);
      this.log = new Log(store, host);
    }

    @Override
    Result afterLostAnswer(String key, byte[] bytes) {
      String own = RootRecordJson.read(bytes, key, "").transaction();
      return own.equals(log.head().orElseThrow().record().transaction())
          ? Result.OURS
          : Result.ANOTHER;
    }

    @Override
    Optional<Head> find(
        String transaction, long base, Head head, LongFunction<Optional<Head>> records) {
      return Optional.of(head).filter(found -> found.record().transaction().equals(transaction));
    }
  }

  @Test
  void catchesALookAtTheHeadOnly() {
    assertThat(isCaught(HeadOnly::new, "was WRITTEN and is there 2 times")).isTrue();
  }

  /** A lost answer is taken for a failure. */
  private static final class GivesUp extends Planted {
    GivesUp(ObjectStore store, Host host) {
      super(store, host);
    }

    @Override
    Result afterLostAnswer(String key, byte[] bytes) {
      throw new TuskException(ErrorCode.STORAGE, "the answer was lost, so it failed");
    }
  }

  @Test
  void catchesGivingUpAsFailed() {
    assertThat(isCaught(GivesUp::new, "was FAILED and is there 1 times")).isTrue();
  }

  private static boolean isCaught(
      BiFunction<ObjectStore, Host, Creation> planted, String violation) {
    for (long seed = 0; seed < SEEDS_FOR_A_FAULT; seed++) {
      if (LogSimulation.run(seed, planted).violation().orElse("").contains(violation)) {
        return true;
      }
    }
    return false;
  }

  /** Asks the object store once, and has its own idea of what to do when the answer is lost. */
  private abstract static class Planted extends Creation {
    private final ObjectStore store;

    Planted(ObjectStore store, Host host) {
      super(store, host);
      this.store = store;
    }

    abstract Result afterLostAnswer(String key, byte[] bytes);

    @Override
    public Result create(String key, byte[] bytes) {
      try {
        return store.createIfAbsent(key, bytes) == ObjectStore.Created.CREATED
            ? Result.OURS
            : Result.ANOTHER;
      } catch (TuskException e) {
        if (e.code() == ErrorCode.OUTCOME_UNKNOWN) {
          return afterLostAnswer(key, bytes);
        }
        throw e;
      }
    }

    @Override
    Optional<Head> find(
        String transaction, long base, Head head, LongFunction<Optional<Head>> records) {
      return Optional.empty();
    }
  }
}
