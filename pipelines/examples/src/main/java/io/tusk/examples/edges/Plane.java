/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

/** One number per pixel, row after row; luminance runs from 0 (black) to 1 (white). */
record Plane(int width, int height, float[] values) {
  Plane {
    if (values.length != width * height) {
      throw new IllegalArgumentException(
          values.length + " values do not fill " + width + " x " + height);
    }
  }

  static Plane blank(int width, int height) {
    return new Plane(width, height, new float[width * height]);
  }

  /** The value at the nearest pixel inside. */
  float clamped(int x, int y) {
    int column = Math.min(Math.max(x, 0), width - 1);
    int row = Math.min(Math.max(y, 0), height - 1);
    return values[row * width + column];
  }
}
