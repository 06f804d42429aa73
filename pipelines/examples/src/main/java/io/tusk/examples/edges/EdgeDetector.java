/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Map;

/**
 * Canny's edge detector: blur, gradient, thinning to one pixel, hysteresis.
 *
 * @param threshold the contrast, above 0 and below 1, that starts an edge: 1 is a clean step from
 *     black to white. An edge goes on down to {@link #CONTINUES} of it.
 */
record EdgeDetector(float threshold) {
  static final String VARIABLE = "EDGE_THRESHOLD";
  static final float DEFAULT_THRESHOLD = 0.15f;
  static final float CONTINUES = 0.4f;

  private static final double SIGMA = 1.2;
  private static final int RADIUS = 4;
  private static final float[] KERNEL = gaussian();

  /** What the gradient answers to a step from 0 to 1: the scale on which thresholds are given. */
  private static final float STEP = 4 * (KERNEL[RADIUS] + KERNEL[RADIUS + 1]);

  /**
   * Magnitudes nearer than this count as equal, so that rounding does not decide where a line is.
   */
  private static final float TIE = 1e-4f;

  private static final byte NONE = 0;
  private static final byte WEAK = 1;
  private static final byte EDGE = (byte) 255;

  EdgeDetector {
    if (!(threshold > 0 && threshold < 1)) {
      throw new IllegalArgumentException("threshold " + threshold);
    }
  }

  /**
   * As {@code EDGE_THRESHOLD} says, else {@link #DEFAULT_THRESHOLD}.
   *
   * @throws TuskException INVALID when it is no number between 0 and 1
   */
  static EdgeDetector of(Map<String, String> environment) {
    String text = environment.get(VARIABLE);
    if (text == null) {
      return new EdgeDetector(DEFAULT_THRESHOLD);
    }
    try {
      return new EdgeDetector(Float.parseFloat(text));
    } catch (IllegalArgumentException e) {
      throw new TuskException(
          ErrorCode.INVALID,
          VARIABLE + " is \"" + text + "\"; give a number above 0 and below 1, such as 0.15",
          e);
    }
  }

  /** 255 where an edge is, else 0; one byte per pixel, row after row. */
  byte[] detect(Plane luminance) {
    Plane smooth = blur(luminance);
    int width = smooth.width();
    int height = smooth.height();
    Plane across = Plane.blank(width, height);
    Plane down = Plane.blank(width, height);
    Plane strength = Plane.blank(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        float gx = sobel(smooth, x, y, 1, 0);
        float gy = sobel(smooth, x, y, 0, 1);
        across.values()[at] = gx;
        down.values()[at] = gy;
        strength.values()[at] = (float) Math.sqrt(gx * gx + gy * gy);
      }
    }
    return connect(candidates(across, down, strength), strength);
  }

  private static float[] gaussian() {
    float[] kernel = new float[2 * RADIUS + 1];
    double sum = 0;
    for (int i = -RADIUS; i <= RADIUS; i++) {
      sum += StrictMath.exp(-i * i / (2 * SIGMA * SIGMA));
    }
    for (int i = -RADIUS; i <= RADIUS; i++) {
      kernel[i + RADIUS] = (float) (StrictMath.exp(-i * i / (2 * SIGMA * SIGMA)) / sum);
    }
    return kernel;
  }

  private static Plane blur(Plane plane) {
    return blur(blur(plane, 1, 0), 0, 1);
  }

  private static Plane blur(Plane plane, int dx, int dy) {
    Plane result = Plane.blank(plane.width(), plane.height());
    for (int y = 0; y < plane.height(); y++) {
      for (int x = 0; x < plane.width(); x++) {
        float sum = 0;
        for (int i = -RADIUS; i <= RADIUS; i++) {
          sum += KERNEL[i + RADIUS] * plane.clamped(x + i * dx, y + i * dy);
        }
        result.values()[y * plane.width() + x] = sum;
      }
    }
    return result;
  }

  /** The slope along (dx, dy), which is one of the axes, in units of a full step. */
  private static float sobel(Plane plane, int x, int y, int dx, int dy) {
    float slope = 0;
    for (int side = -1; side <= 1; side++) {
      int weight = side == 0 ? 2 : 1;
      float ahead = plane.clamped(x + dx + side * dy, y + dy + side * dx);
      float behind = plane.clamped(x - dx + side * dy, y - dy + side * dx);
      slope += weight * (ahead - behind);
    }
    return slope / STEP;
  }

  /** Ridges of the strength: strong ones are EDGE already, others WEAK. */
  private byte[] candidates(Plane across, Plane down, Plane strength) {
    byte[] marks = new byte[strength.values().length];
    for (int y = 0; y < strength.height(); y++) {
      for (int x = 0; x < strength.width(); x++) {
        int at = y * strength.width() + x;
        float own = strength.values()[at];
        if (own >= threshold * CONTINUES
            && isRidge(strength, x, y, across.values()[at], down.values()[at])) {
          marks[at] = own >= threshold ? EDGE : WEAK;
        }
      }
    }
    return marks;
  }

  /** Whether the strength falls off on both sides along the gradient (gx, gy), interpolated. */
  private static boolean isRidge(Plane strength, int x, int y, float gx, float gy) {
    // Of opposite directions one is taken, so that a negative has the lines of its positive.
    float sign = gx < 0 || (gx == 0 && gy < 0) ? -1 : 1;
    float dx = gx * sign;
    float dy = gy * sign;
    int stepY = dy < 0 ? -1 : 1;
    float steep = Math.abs(dy);
    boolean isFlat = dx >= steep;
    float part = isFlat ? steep / dx : dx / steep;
    int mainX = isFlat ? 1 : 0;
    int mainY = isFlat ? 0 : stepY;
    float ahead =
        (1 - part) * neighbour(strength, x, y, mainX, mainY)
            + part * neighbour(strength, x, y, 1, stepY);
    float behind =
        (1 - part) * neighbour(strength, x, y, -mainX, -mainY)
            + part * neighbour(strength, x, y, -1, -stepY);
    float own = strength.values()[y * strength.width() + x];
    return own > behind + TIE && own >= ahead - TIE;
  }

  /** The strength beside (x, y), along the border where that is outside; 0 behind the border. */
  private static float neighbour(Plane strength, int x, int y, int dx, int dy) {
    int column = Math.min(Math.max(x + dx, 0), strength.width() - 1);
    int row = Math.min(Math.max(y + dy, 0), strength.height() - 1);
    return column == x && row == y ? 0 : strength.values()[row * strength.width() + column];
  }

  /** Keeps weak pixels that touch an edge, directly or through other weak ones. */
  private static byte[] connect(byte[] marks, Plane strength) {
    int width = strength.width();
    int height = strength.height();
    int[] pending = new int[marks.length];
    int count = 0;
    for (int at = 0; at < marks.length; at++) {
      if (marks[at] == EDGE) {
        pending[count++] = at;
      }
    }
    while (count > 0) {
      int at = pending[--count];
      int column = at % width;
      int row = at / width;
      for (int y = Math.max(row - 1, 0); y <= Math.min(row + 1, height - 1); y++) {
        for (int x = Math.max(column - 1, 0); x <= Math.min(column + 1, width - 1); x++) {
          if (marks[y * width + x] == WEAK) {
            marks[y * width + x] = EDGE;
            pending[count++] = y * width + x;
          }
        }
      }
    }
    for (int at = 0; at < marks.length; at++) {
      if (marks[at] == WEAK) {
        marks[at] = NONE;
      }
    }
    return marks;
  }
}
