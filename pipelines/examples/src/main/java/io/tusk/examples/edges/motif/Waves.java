/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.image.BufferedImage;

/** Overlapping fans of a Japanese wave pattern, in indigo, with a few in gold. */
final class Waves implements Motif {
  private static final double RADIUS = 0.34;
  private static final int RINGS = 5;

  @Override
  public String name() {
    return "waves";
  }

  @Override
  public BufferedImage paint(int width, int height, long seed) {
    Noise noise = new Noise(seed);
    return Canvas.shade(width, height, (x, y) -> cloth(noise, x, y));
  }

  /** The fan in front is of the lowest row whose circle reaches here. */
  private static Rgb cloth(Noise noise, double x, double y) {
    double rise = RADIUS / 2;
    for (long row = (long) Math.floor((y - RADIUS) / rise); ; row++) {
      double shift = (row & 1) == 0 ? 0 : RADIUS;
      long column = Math.round((x - shift) / (2 * RADIUS));
      double dx = x - shift - column * 2 * RADIUS;
      double dy = y - row * rise;
      double distance = Math.sqrt(dx * dx + dy * dy);
      if (distance <= RADIUS) {
        return fan(noise, column, row, distance / RADIUS, x, y);
      }
    }
  }

  private static Rgb fan(Noise noise, long column, long row, double at, double x, double y) {
    boolean isGold = noise.hash(column, row) < 0.2;
    double ring = at * RINGS;
    double within = ring - Math.floor(ring);
    double age = (RINGS - 1 - Math.floor(ring)) / (RINGS - 1);
    Rgb deep = isGold ? Rgb.hex(0xb5722a) : Rgb.hex(0x1d3a7a);
    Rgb bright = isGold ? Rgb.hex(0xf6d27a) : Rgb.hex(0x5b93d3);
    Rgb line = isGold ? Rgb.hex(0xfff4d6) : Rgb.hex(0xe9f1fb);
    double weave = 0.05 * noise.at(x * 90, y * 30);
    Rgb silk = deep.mix(bright, 1 - age + 0.12 * within + weave).times(0.7 + 0.3 * at);
    return within > 0.86 ? line : silk;
  }
}
