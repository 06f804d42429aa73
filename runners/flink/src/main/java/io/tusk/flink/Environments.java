/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import java.util.function.Supplier;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.ExecutionEnvironmentFactory;

/**
 * Has Beam's runner work in environments that are made here. It takes from its own options neither
 * how a batch restarts nor where a cluster's user keeps it.
 */
// The older of Flink's two interfaces hands out splits one by one, so Beam's batches use it.
@SuppressWarnings("deprecation")
final class Environments extends ExecutionEnvironment {
  /** As Beam's option {@code --flinkMaster} has it: whatever environment there is. */
  static final String MASTER = "[auto]";

  private Environments() {}

  /** From now on, in all threads. */
  static void provide(ExecutionEnvironmentFactory factory) {
    initializeContextEnvironment(factory);
  }

  /** While the action runs, in its thread. */
  static <T> T provideDuring(ExecutionEnvironmentFactory factory, Supplier<T> action) {
    // Flink sets it for other threads too; those that look for one have set their own.
    initializeContextEnvironment(factory);
    try {
      return action.get();
    } finally {
      resetContextEnvironment();
    }
  }
}
