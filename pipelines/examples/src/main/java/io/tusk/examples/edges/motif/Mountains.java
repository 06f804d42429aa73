/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.image.BufferedImage;

/** Ridge behind ridge in the mist of a morning. */
final class Mountains implements Motif {
  private static final int RIDGES = 7;
  private static final double SUN_X = 0.42;
  private static final double SUN_Y = 0.6;

  @Override
  public String name() {
    return "mountains";
  }

  @Override
  public BufferedImage paint(int width, int height, long seed) {
    Noise noise = new Noise(seed);
    return Canvas.shade(width, height, (x, y) -> view(noise, x, y));
  }

  private static Rgb view(Noise noise, double x, double y) {
    for (int ridge = RIDGES - 1; ridge >= 0; ridge--) {
      double near = ridge / (RIDGES - 1.0);
      double top = crest(noise, x, ridge, near);
      if (y < top) {
        Rgb rock =
            Rgb.scale(
                near,
                Rgb.hex(0xe9b8a0),
                Rgb.hex(0xb98fa3),
                Rgb.hex(0x75709c),
                Rgb.hex(0x3a4a70),
                Rgb.hex(0x131f38));
        double mist = StrictMath.exp(-(top - y) * (3 + 2 * (1 - near)));
        return Rgb.hex(0xf7d3b5).mix(rock, 0.35 + 0.65 * mist).mix(rock, near * near);
      }
    }
    return sky(x, y);
  }

  private static double crest(Noise noise, double x, int ridge, double near) {
    double wide = noise.octaves(x * (0.9 + 0.35 * ridge) + 13 * ridge, ridge * 5.3, 6);
    double sharp = 1 - Math.abs(wide) * 2.4;
    return 0.3 - 1.08 * near + (0.34 - 0.1 * near) * sharp - 0.15;
  }

  private static Rgb sky(double x, double y) {
    double distance = Math.sqrt((x - SUN_X) * (x - SUN_X) + (y - SUN_Y) * (y - SUN_Y));
    if (distance < 0.15) {
      return Rgb.hex(0xfff3d6);
    }
    Rgb air =
        Rgb.scale(
            (y + 0.2) / 1.2,
            Rgb.hex(0xfbd3a8),
            Rgb.hex(0xf4a582),
            Rgb.hex(0xb07a9c),
            Rgb.hex(0x4f5a94));
    return air.plus(Rgb.hex(0xffd79a).times(0.55 * StrictMath.exp(-distance * 3.2)));
  }
}
