/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.image.BufferedImage;

/** A window of Voronoi cells set in lead, its colours in rings about a rose. */
final class StainedGlass implements Motif {
  private static final double CELLS = 5.5;
  private static final double LEAD = 0.05;
  private static final Rgb[] RINGS = {
    Rgb.hex(0xfff2b0), Rgb.hex(0xffb52e), Rgb.hex(0xe8502f), Rgb.hex(0xe0406f),
    Rgb.hex(0x9a4fd0), Rgb.hex(0x3f7fe8), Rgb.hex(0x22b8b0), Rgb.hex(0x4fbf6b)
  };

  @Override
  public String name() {
    return "stained-glass";
  }

  @Override
  public BufferedImage paint(int width, int height, long seed) {
    Noise noise = new Noise(seed);
    return Canvas.shade(width, height, (x, y) -> glass(noise, x, y));
  }

  private static Rgb glass(Noise noise, double x, double y) {
    double px = x * CELLS;
    double py = y * CELLS;
    long column = (long) Math.floor(px);
    long row = (long) Math.floor(py);
    double nearest = 9;
    double second = 9;
    double seedX = 0;
    double seedY = 0;
    long cell = 0;
    for (long j = row - 2; j <= row + 2; j++) {
      for (long i = column - 2; i <= column + 2; i++) {
        double sx = i + 0.1 + 0.8 * noise.hash(i, j);
        double sy = j + 0.1 + 0.8 * noise.hash(i + 1000, j);
        double distance = Math.sqrt((sx - px) * (sx - px) + (sy - py) * (sy - py));
        if (distance < nearest) {
          second = nearest;
          nearest = distance;
          seedX = sx;
          seedY = sy;
          cell = i * 7919 + j;
        } else {
          second = Math.min(second, distance);
        }
      }
    }
    double rim = second - nearest;
    if (rim < LEAD) {
      return Rgb.hex(0x101014).plus(Rgb.hex(0x50545e).times(0.6 * (1 - rim / LEAD)));
    }
    double ring = Math.sqrt(seedX * seedX + seedY * seedY) / CELLS / 1.5;
    Rgb colour = Rgb.scale(ring + 0.16 * (noise.hash(cell, 17) - 0.5), RINGS);
    double streaks = 0.1 * noise.octaves(px * 3 + cell, py * 9, 3);
    double light = 0.85 + 0.35 * noise.hash(cell, 5) + streaks - 0.12 * ring;
    return colour.times(light * Math.min(1, 0.75 + 0.8 * (rim - LEAD)));
  }
}
