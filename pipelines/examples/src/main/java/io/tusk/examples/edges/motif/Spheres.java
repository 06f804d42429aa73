/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Glossy balls on a chequered floor, traced with shadows and reflections. */
final class Spheres implements Motif {
  private static final Vec LIGHT = new Vec(-0.55, 0.75, -0.45).unit();
  private static final Vec EYE = new Vec(0, 1.7, -6.2);
  private static final Rgb[] COLOURS = {
    Rgb.hex(0xe4572e), Rgb.hex(0x17bebb), Rgb.hex(0xffc914), Rgb.hex(0x76b041), Rgb.hex(0x9d5cc7)
  };
  private static final int BOUNCES = 3;

  /** {@code gloss}: the share of light that it mirrors when seen from straight ahead. */
  private record Ball(Vec centre, double radius, Rgb colour, double gloss) {
    /** The distance along a unit direction; endless when missed. */
    double distance(Vec from, Vec direction) {
      Vec offset = from.minus(centre);
      double half = offset.dot(direction);
      double rest = half * half - offset.dot(offset) + radius * radius;
      if (rest < 0) {
        return Double.POSITIVE_INFINITY;
      }
      double near = -half - Math.sqrt(rest);
      return near > 1e-6 ? near : Double.POSITIVE_INFINITY;
    }
  }

  @Override
  public String name() {
    return "spheres";
  }

  @Override
  public BufferedImage paint(int width, int height, long seed) {
    List<Ball> balls = balls(new SplittableRandom(seed));
    return Canvas.shade(
        width, height, (x, y) -> trace(balls, EYE, new Vec(x, y - 0.42, 2.1).unit(), BOUNCES));
  }

  private static List<Ball> balls(SplittableRandom random) {
    List<Ball> balls = new ArrayList<>();
    balls.add(new Ball(new Vec(0.1, 1.25, 0.6), 1.25, new Rgb(0.85, 0.87, 0.92), 0.65));
    for (int tries = 0; tries < 4000 && balls.size() < 15; tries++) {
      double radius = 0.25 + random.nextDouble() * 0.6;
      double x = random.nextDouble() * 8 - 4;
      double z = random.nextDouble() * 7 - 2.6;
      Vec centre = new Vec(x, radius, z);
      boolean isFree =
          balls.stream()
              .allMatch(b -> b.centre.minus(centre).length() > (b.radius + radius) * 1.08);
      if (isFree) {
        balls.add(new Ball(centre, radius, COLOURS[balls.size() % COLOURS.length], 0.1));
      }
    }
    return balls;
  }

  private static Rgb trace(List<Ball> balls, Vec from, Vec direction, int bounces) {
    double floor = direction.y() < 0 ? -from.y() / direction.y() : Double.POSITIVE_INFINITY;
    Ball hit = null;
    double nearest = floor;
    for (Ball ball : balls) {
      double distance = ball.distance(from, direction);
      if (distance < nearest) {
        nearest = distance;
        hit = ball;
      }
    }
    if (nearest == Double.POSITIVE_INFINITY) {
      return sky(direction);
    }
    Vec place = from.plus(direction.times(nearest));
    Vec normal = hit == null ? new Vec(0, 1, 0) : place.minus(hit.centre).unit();
    Vec outside = place.plus(normal.times(1e-4));
    Rgb own = hit == null ? tiles(place) : hit.colour;
    double sun = Math.max(0, normal.dot(LIGHT)) * visibility(balls, outside);
    double ambient = 0.32 + 0.16 * normal.y();
    Rgb lit = own.times(ambient + 0.85 * sun);
    Vec mirrored = direction.reflected(normal);
    if (bounces > 0) {
      double slant = 1 + direction.dot(normal);
      double base = hit == null ? 0.04 : hit.gloss;
      double share = base + (1 - base) * slant * slant * slant * slant * slant;
      lit = lit.mix(trace(balls, outside, mirrored, bounces - 1), share);
    }
    if (hit != null && sun > 0) {
      double shine = Math.max(0, mirrored.dot(LIGHT));
      lit = lit.plus(Rgb.WHITE.times(0.8 * StrictMath.pow(shine, 90)));
    }
    double haze = 1 - StrictMath.exp(-0.00025 * nearest * nearest * nearest / 4);
    return lit.mix(sky(new Vec(direction.x(), 0.02, direction.z()).unit()), haze);
  }

  /** 1 in the sun, 0 in the core of a shadow, between at its soft rim. */
  private static double visibility(List<Ball> balls, Vec place) {
    double visible = 1;
    for (Ball ball : balls) {
      Vec offset = ball.centre.minus(place);
      double along = offset.dot(LIGHT);
      if (along > 0) {
        double aside = Math.sqrt(Math.max(0, offset.dot(offset) - along * along)) - ball.radius;
        visible = Math.min(visible, Math.min(Math.max(0.5 + aside / (0.12 * along), 0), 1));
      }
    }
    return visible;
  }

  private static Rgb tiles(Vec place) {
    long sum = (long) Math.floor(place.x()) + (long) Math.floor(place.z());
    return (sum & 1) == 0 ? Rgb.hex(0xe9e4d8) : Rgb.hex(0x3b4252);
  }

  private static Rgb sky(Vec direction) {
    Rgb sky =
        Rgb.scale(direction.y() * 1.6, Rgb.hex(0xf6dfc4), Rgb.hex(0x9cc4e4), Rgb.hex(0x3d6fb6));
    double sun = Math.max(0, direction.dot(LIGHT));
    return sky.plus(Rgb.hex(0xfff1d0).times(StrictMath.pow(sun, 200)));
  }
}
