/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.image.BufferedImage;

/** A banded planet with rings before the stars. */
final class Planet implements Motif {
  private static final double RADIUS = 0.56;
  private static final double INNER = 0.76;
  private static final double OUTER = 1.28;
  private static final double TILT = 0.34;
  private static final Vec LIGHT = new Vec(-0.7, 0.42, 0.6).unit();
  private static final Rgb[] BANDS = {
    Rgb.hex(0x6b3f2a), Rgb.hex(0xd9a066), Rgb.hex(0xf2dcb3), Rgb.hex(0xb86b45), Rgb.hex(0xe8c28a)
  };

  @Override
  public String name() {
    return "planet";
  }

  @Override
  public BufferedImage paint(int width, int height, long seed) {
    Noise noise = new Noise(seed);
    double cos = StrictMath.cos(0.42);
    double sin = StrictMath.sin(0.42);
    return Canvas.shade(
        width, height, (x, y) -> scene(noise, x, y, x * cos + y * sin, y * cos - x * sin));
  }

  /** (px, py) is the place in the frame that leans as the planet does. */
  private static Rgb scene(Noise noise, double x, double y, double px, double py) {
    double ringY = py / TILT;
    double ring = Math.sqrt(px * px + ringY * ringY);
    double square = px * px + py * py;
    boolean isOnPlanet = square < RADIUS * RADIUS;
    Rgb back = isOnPlanet ? globe(noise, px, py, square) : stars(noise, x, y);
    boolean isBehind = isOnPlanet && py > 0;
    if (ring < INNER || ring > OUTER || isBehind) {
      return back;
    }
    double across = (ring - INNER) / (OUTER - INNER);
    double grain = 0.5 + 0.5 * noise.at(across * 16, 3.7);
    boolean isGap = across > 0.6 && across < 0.66;
    double cover = isGap ? 0 : 0.45 + 0.5 * grain;
    Rgb dust = Rgb.hex(0x9c7f62).mix(Rgb.hex(0xf3e3c6), grain);
    return back.mix(dust, cover);
  }

  private static Rgb globe(Noise noise, double px, double py, double square) {
    double pz = Math.sqrt(RADIUS * RADIUS - square);
    Vec normal = new Vec(px, py, pz).times(1 / RADIUS);
    double swirl = 0.16 * noise.octaves(px * 3.4, py * 9, 4);
    double latitude = (normal.y() * 0.94 + normal.z() * TILT + swirl) * 2.4;
    double band = 0.5 + 0.5 * noise.at(latitude * 1.7, 0.5);
    Rgb cloud = Rgb.scale(band, BANDS);
    double sun = Math.max(0, normal.dot(LIGHT));
    Rgb lit = cloud.times(0.05 + 1.1 * sun);
    return lit.plus(Rgb.hex(0x7aa5ff).times(0.25 * StrictMath.pow(1 - normal.z(), 3) * sun));
  }

  private static Rgb stars(Noise noise, double x, double y) {
    double cloud = Math.max(0, noise.octaves(x * 1.3 + 5, y * 1.3, 5) + 0.1);
    Rgb sky = Rgb.hex(0x070a18).plus(Rgb.hex(0x4a2f7a).times(0.75 * cloud));
    double px = x * 26;
    double py = y * 26;
    long i = (long) Math.floor(px);
    long j = (long) Math.floor(py);
    double sx = i + 0.2 + 0.6 * noise.hash(i, j + 300);
    double sy = j + 0.2 + 0.6 * noise.hash(i, j + 600);
    double size = noise.hash(i, j + 900);
    if (size < 0.72) {
      return sky;
    }
    double distance = (px - sx) * (px - sx) + (py - sy) * (py - sy);
    double glow = StrictMath.exp(-distance * 160 / (size * size * size));
    return sky.plus(Rgb.hex(0xfff6e6).times(glow * (size - 0.6) * 2.6));
  }
}
