/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What Spark logs where it logs by the JDK, on the terminal, beside what Tusk says. A cluster logs
 * by its own settings.
 */
final class Logs {
  /** Held here, for the JDK forgets levels of loggers that nobody holds. */
  private static final List<Logger> CHATTY =
      List.of(
          Logger.getLogger("org.apache.spark"),
          Logger.getLogger("org.apache.hadoop"),
          Logger.getLogger("org.apache.beam"),
          Logger.getLogger("org.sparkproject"));

  /** They log what is thrown as well, with stack traces, or warn of what is as it should be. */
  private static final List<Logger> REPEATING =
      List.of(
          Logger.getLogger("org.apache.hadoop.util.NativeCodeLoader"),
          Logger.getLogger("org.apache.spark.SparkContext"),
          Logger.getLogger("org.apache.spark.executor.Executor"),
          Logger.getLogger("org.apache.spark.metrics.MetricsSystem"),
          Logger.getLogger("org.apache.spark.network"),
          Logger.getLogger("org.apache.spark.rpc.netty.Dispatcher"),
          Logger.getLogger("org.apache.spark.scheduler.TaskSetManager"),
          Logger.getLogger("org.apache.spark.util.Utils"));

  /** Warns that a cluster would not heed what an application in this process is told by Tusk. */
  private static final Logger SETTINGS = Logger.getLogger("org.apache.spark.SparkConf");

  private Logs() {}

  /** Leaves warnings, unless the user has set other levels. */
  static void quieten() {
    CHATTY.forEach(logger -> setLevel(logger, Level.WARNING));
    REPEATING.forEach(logger -> setLevel(logger, Level.OFF));
    SETTINGS.setFilter(logged -> !logged.getMessage().startsWith("Note that spark.local.dir "));
  }

  private static void setLevel(Logger logger, Level level) {
    if (logger.getLevel() == null) {
      logger.setLevel(level);
    }
  }
}
