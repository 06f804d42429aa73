/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

/** Smooth randomness: a function of the place and the seed, about -1 to 1. */
record Noise(long seed) {
  private static final int DIRECTIONS = 256;
  private static final double[] COS = new double[DIRECTIONS];
  private static final double[] SIN = new double[DIRECTIONS];

  static {
    for (int i = 0; i < DIRECTIONS; i++) {
      COS[i] = StrictMath.cos(2 * StrictMath.PI * i / DIRECTIONS);
      SIN[i] = StrictMath.sin(2 * StrictMath.PI * i / DIRECTIONS);
    }
  }

  /** A number from 0 to 1 for each whole place. */
  double hash(long x, long y) {
    long z = seed * 0x9E3779B97F4A7C15L + x * 0xC2B2AE3D27D4EB4FL + y * 0x165667B19E3779F9L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }

  double at(double x, double y) {
    double left = Math.floor(x);
    double low = Math.floor(y);
    double u = x - left;
    double v = y - low;
    long i = (long) left;
    long j = (long) low;
    double su = u * u * u * (u * (u * 6 - 15) + 10);
    double sv = v * v * v * (v * (v * 6 - 15) + 10);
    double below = slope(i, j, u, v) * (1 - su) + slope(i + 1, j, u - 1, v) * su;
    double above = slope(i, j + 1, u, v - 1) * (1 - su) + slope(i + 1, j + 1, u - 1, v - 1) * su;
    return 1.5 * (below * (1 - sv) + above * sv);
  }

  private double slope(long i, long j, double u, double v) {
    int direction = (int) (hash(i, j) * DIRECTIONS);
    return COS[direction] * u + SIN[direction] * v;
  }

  /** Octaves of noise, each half as high and twice as fine as the one before. */
  double octaves(double x, double y, int count) {
    double sum = 0;
    double height = 0.5;
    double px = x;
    double py = y;
    for (int i = 0; i < count; i++) {
      sum += height * at(px, py);
      // Turned each time, so that the grids do not show.
      double turned = 1.6 * px - 1.2 * py + 11.3;
      py = 1.2 * px + 1.6 * py - 7.1;
      px = turned;
      height /= 2;
    }
    return sum;
  }
}
