/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Sets of the iteration z -> z^2 + c, coloured smoothly by how fast points escape. */
enum Fractal implements Motif {
  /** The valley of the seahorses. */
  MANDELBROT {
    @Override
    double escape(double x, double y, double drift) {
      double scale = 0.0021 + 0.0006 * drift;
      return iterate(0, 0, -0.743643887 + scale * x, 0.131825904 + scale * y);
    }

    @Override
    Rgb colour(double escape, double phase) {
      double t = StrictMath.log(1 + escape) * 1.35 + phase;
      return wave(t, 0.5, 0.58, 0.68);
    }
  },
  JULIA {
    @Override
    double escape(double x, double y, double drift) {
      return iterate(1.18 * x, 1.18 * y, -0.8 + 0.02 * drift, 0.156);
    }

    @Override
    Rgb colour(double escape, double phase) {
      double t = StrictMath.log(1 + escape) * 0.95 + phase;
      return wave(t, 0.02, 0.12, 0.28);
    }
  };

  private static final int MOST = 900;
  private static final double BAILOUT = 256;

  abstract double escape(double x, double y, double drift);

  abstract Rgb colour(double escape, double phase);

  @Override
  public BufferedImage paint(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double drift = random.nextDouble();
    double phase = random.nextDouble() * 0.15;
    return Canvas.shade(
        width,
        height,
        (x, y) -> {
          double escape = escape(x, y, drift);
          return escape < 0 ? Rgb.hex(0x05060d) : colour(escape, phase);
        });
  }

  /** Steps until escape, in fractions; negative when there is none. */
  private static double iterate(double x, double y, double cx, double cy) {
    double zx = x;
    double zy = y;
    for (int step = 0; step < MOST; step++) {
      double square = zx * zx + zy * zy;
      if (square > BAILOUT * BAILOUT) {
        return step
            + 1
            - StrictMath.log(StrictMath.log(square) / (2 * StrictMath.log(BAILOUT)))
                / StrictMath.log(2);
      }
      double next = zx * zx - zy * zy + cx;
      zy = 2 * zx * zy + cy;
      zx = next;
    }
    return -1;
  }

  private static Rgb wave(double t, double red, double green, double blue) {
    return new Rgb(crest(t + red), crest(t + green), crest(t + blue));
  }

  private static double crest(double turns) {
    return 0.52 - 0.48 * StrictMath.cos(2 * StrictMath.PI * turns);
  }
}
