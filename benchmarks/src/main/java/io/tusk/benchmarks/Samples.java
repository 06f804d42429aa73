/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Repeated measurements of one thing, in one unit. */
final class Samples {
  private final double[] sorted;

  /** At least one value. */
  Samples(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no measurement");
    }
    this.sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /** Something that is done and tells what it took. */
  @FunctionalInterface
  interface Measurement {
    double take() throws java.io.IOException, InterruptedException;
  }

  /** Takes the measurement {@code warmups} times for nothing and then {@code runs} times. */
  static Samples take(int warmups, int runs, Measurement measurement)
      throws java.io.IOException, InterruptedException {
    for (int i = 0; i < warmups; i++) {
      measurement.take();
    }
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      values.add(measurement.take());
    }
    return new Samples(values);
  }

  /** Something that is timed. */
  @FunctionalInterface
  interface Action {
    void run() throws java.io.IOException, InterruptedException;
  }

  /** Seconds that the action took. */
  static double time(Action action) throws java.io.IOException, InterruptedException {
    long start = System.nanoTime();
    action.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** The one in the middle; between the two in the middle. */
  double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double least() {
    return sorted[0];
  }

  double most() {
    return sorted[sorted.length - 1];
  }

  int size() {
    return sorted.length;
  }

  /** The median with the least and the most, in seconds. */
  String secondsText() {
    return sorted.length == 1
        ? Figure.seconds(median())
        : Figure.seconds(median())
            + " ("
            + Figure.seconds(least())
            + " to "
            + Figure.seconds(most())
            + ")";
  }

  @Override
  public String toString() {
    return Arrays.toString(sorted);
  }
}
