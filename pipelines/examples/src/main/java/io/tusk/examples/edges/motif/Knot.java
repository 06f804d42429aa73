/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** A rope that winds about a ring and through it, striped, lit from above. */
final class Knot implements Motif {
  private static final int STEPS = 5200;
  private static final int FINE = 2;
  private static final Vec LIGHT = new Vec(-0.45, 0.65, 0.7).unit();

  @Override
  public String name() {
    return "knot";
  }

  @Override
  public BufferedImage paint(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int turns = 5 + random.nextInt(2) * 2;
    double phase = random.nextDouble();
    int wide = width * FINE;
    int high = height * FINE;
    double[] depth = new double[wide * high];
    Rgb[] colour = new Rgb[wide * high];
    java.util.Arrays.fill(depth, Double.NEGATIVE_INFINITY);
    for (int step = 0; step < STEPS; step++) {
      double at = step / (double) STEPS;
      ball(centre(at * 2 * StrictMath.PI, turns), at, phase, wide, high, depth, colour);
    }
    return Canvas.shade(
        width,
        height,
        (x, y) -> {
          int px = Math.min(wide - 1, (int) ((x * high + wide) / 2));
          int py = Math.min(high - 1, (int) ((1 - y) * high / 2));
          Rgb rope = colour[py * wide + px];
          return rope == null ? ground(x, y) : rope;
        });
  }

  private static Rgb ground(double x, double y) {
    return Rgb.hex(0xf7efdd).mix(Rgb.hex(0xc9b98f), Math.sqrt(x * x + y * y) / 1.4);
  }

  private static Vec centre(double t, int turns) {
    double ring = 0.62 + 0.24 * StrictMath.cos(turns * t);
    return new Vec(
        1.12 * ring * StrictMath.cos(3 * t),
        ring * StrictMath.sin(3 * t),
        0.3 * StrictMath.sin(turns * t));
  }

  private static void ball(
      Vec centre, double at, double phase, int wide, int high, double[] depth, Rgb[] colour) {
    double radius = 0.082;
    double scale = high / 2.0;
    double cx = centre.x() * scale + wide / 2.0;
    double cy = high / 2.0 - centre.y() * scale;
    double reach = radius * scale;
    Rgb own = Rgb.hue(phase + 0.5 + 0.22 * StrictMath.sin(2 * StrictMath.PI * at * 3), 0.75, 0.95);
    boolean isStripe = (int) (at * 180) % 6 == 0;
    for (int y = Math.max(0, (int) (cy - reach)); y <= Math.min(high - 1, cy + reach); y++) {
      for (int x = Math.max(0, (int) (cx - reach)); x <= Math.min(wide - 1, cx + reach); x++) {
        double dx = (x + 0.5 - cx) / reach;
        double dy = (cy - y - 0.5) / reach;
        double rest = 1 - dx * dx - dy * dy;
        if (rest <= 0) {
          continue;
        }
        double dz = Math.sqrt(rest);
        double z = centre.z() + dz * radius;
        if (z > depth[y * wide + x]) {
          depth[y * wide + x] = z;
          colour[y * wide + x] = shine(isStripe ? Rgb.hex(0xfdf6e3) : own, new Vec(dx, dy, dz), z);
        }
      }
    }
  }

  private static Rgb shine(Rgb own, Vec normal, double z) {
    double light = Math.max(0, normal.dot(LIGHT));
    double gloss = StrictMath.pow(light, 40);
    double rim = Math.min(1, 0.25 + normal.z() * 1.1);
    double height = 0.72 + 0.8 * z;
    return own.times((0.22 + 0.85 * light) * rim * height).plus(Rgb.WHITE.times(0.5 * gloss));
  }
}
