/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/** Runs a part of Spark until standard input ends, as it does when the parent is no more. */
final class ClusterProcess {
  private ClusterProcess() {}

  /** The class to run, and its arguments. */
  public static void main(String[] words) throws ReflectiveOperationException {
    Thread watch = new Thread(ClusterProcess::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(words[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(words, 1, words.length));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(words[0] + " failed", e.getCause());
    }
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever written.
      }
    } catch (IOException e) {
      // The same as its end.
    } finally {
      // Executors end when they lose their worker.
      Runtime.getRuntime().halt(0);
    }
  }
}
