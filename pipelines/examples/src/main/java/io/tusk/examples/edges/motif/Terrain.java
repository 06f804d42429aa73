/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.image.BufferedImage;

/** A map of islands: heights in colours, light from the north-west, contour lines. */
final class Terrain implements Motif {
  private static final double SEA = 0.02;
  private static final double INTERVAL = 0.1;
  private static final double STEP = 0.004;
  private static final Rgb[] LAND = {
    Rgb.hex(0xd9cf9a),
    Rgb.hex(0x8fb56a),
    Rgb.hex(0x5d9455),
    Rgb.hex(0xa89a68),
    Rgb.hex(0x96785a),
    Rgb.hex(0xb9ada4),
    Rgb.hex(0xffffff)
  };

  @Override
  public String name() {
    return "terrain";
  }

  @Override
  public BufferedImage paint(int width, int height, long seed) {
    Noise noise = new Noise(seed);
    return Canvas.shade(width, height, (x, y) -> map(noise, x, y));
  }

  private static double height(Noise noise, double x, double y) {
    double bend = 0.35 * noise.octaves(x * 1.1 + 40, y * 1.1, 2);
    return 0.14 + 1.15 * noise.octaves(x * 1.5 + bend, y * 1.5 - bend, 5) - 0.05 * (x * x + y * y);
  }

  private static Rgb map(Noise noise, double x, double y) {
    double here = height(noise, x, y);
    double east = (height(noise, x + STEP, y) - here) / STEP;
    double north = (height(noise, x, y + STEP) - here) / STEP;
    if (here < SEA) {
      double depth = SEA - here;
      Rgb sea = Rgb.scale(depth * 3.2, Rgb.hex(0x7cc6d6), Rgb.hex(0x3585b5), Rgb.hex(0x1b4c86));
      double shore = Math.abs(here - SEA) / Math.max(1e-9, slope(east, north));
      return shore < 0.005 ? Rgb.hex(0x24506e) : sea;
    }
    double rise = here - SEA;
    Vec normal = new Vec(-east, -north, 2.4).unit();
    double light = 0.35 + 0.85 * Math.max(0, normal.dot(new Vec(-0.6, 0.6, 0.8).unit()));
    Rgb ground = Rgb.scale(rise / 0.62, LAND).times(light);
    long line = Math.round(rise / INTERVAL);
    double away = Math.abs(rise - line * INTERVAL) / Math.max(1e-9, slope(east, north));
    double thickness = line % 4 == 0 ? 0.0042 : 0.0024;
    return line > 0 && away < thickness ? ground.mix(Rgb.hex(0x4a2f1b), 0.62) : ground;
  }

  private static double slope(double east, double north) {
    return Math.sqrt(east * east + north * north);
  }
}
