/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** A city by night, its windows and the moon mirrored in the water. */
final class Skyline implements Motif {
  private static final double SHORE = 0.74;
  private static final Rgb[] WALLS = {Rgb.hex(0x4a4f86), Rgb.hex(0x2a2f5c), Rgb.hex(0x12152f)};
  private static final Rgb[] LAMPS = {Rgb.hex(0xffd27a), Rgb.hex(0xffe9b8), Rgb.hex(0x9fd3ff)};

  @Override
  public String name() {
    return "city";
  }

  @Override
  public BufferedImage paint(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Noise noise = new Noise(seed);
    BufferedImage image = Canvas.shade(width, height, (x, y) -> night(noise, x, y));
    Graphics2D graphics = Canvas.draw(image);
    int shore = (int) (height * SHORE);
    for (int layer = 0; layer < WALLS.length; layer++) {
      int x = -random.nextInt(30);
      while (x < width) {
        int wide = (int) (width * (0.05 + 0.055 * random.nextDouble()));
        double middle = 1 - Math.abs((x + wide / 2.0) / width - 0.52) * 1.1;
        int tall =
            (int) (height * middle * (0.62 - 0.15 * layer) * (0.5 + 0.5 * random.nextDouble()));
        tower(graphics, random, x, shore - tall, wide, tall, layer);
        x += wide + random.nextInt(5) + (layer == 2 ? random.nextInt(26) : 0);
      }
    }
    graphics.dispose();
    mirror(image, noise, shore);
    return image;
  }

  private static Rgb night(Noise noise, double x, double y) {
    double moon = Math.sqrt((x - 0.86) * (x - 0.86) + (y - 0.62) * (y - 0.62));
    if (moon < 0.17) {
      double spots = noise.octaves(x * 7, y * 7, 4);
      return Rgb.hex(0xf6efd9).times(0.97 - 0.28 * Math.max(0, spots + 0.1));
    }
    Rgb air =
        Rgb.scale(
            (y + 0.5) / 1.5,
            Rgb.hex(0xd9708a),
            Rgb.hex(0x7d4a8e),
            Rgb.hex(0x2d2c66),
            Rgb.hex(0x0c1030));
    double star = noise.hash((long) Math.floor(x * 300), (long) Math.floor(y * 300));
    Rgb sky = air.plus(Rgb.hex(0xfff2cf).times(0.4 * StrictMath.exp(-(moon - 0.17) * 6)));
    return star > 0.9985 && y > -0.1 ? sky.plus(Rgb.WHITE.times(0.6)) : sky;
  }

  private static void tower(
      Graphics2D graphics, SplittableRandom random, int x, int y, int wide, int tall, int layer) {
    graphics.setColor(Canvas.color(WALLS[layer]));
    graphics.fillRect(x, y, wide, tall);
    roof(graphics, random.nextInt(4), x, y, wide);
    int pitch = 7 + layer * 2;
    int columns = (wide - 6) / pitch;
    int inset = (wide - columns * pitch + pitch / 2) / 2;
    double lit = 0.25 + 0.4 * random.nextDouble();
    for (int row = y + 8; row < y + tall - 6; row += pitch + 2) {
      for (int column = 0; column < columns; column++) {
        if (random.nextDouble() < lit) {
          Rgb lamp = LAMPS[random.nextInt(8) % LAMPS.length];
          graphics.setColor(Canvas.color(WALLS[layer].mix(lamp, 0.5 + 0.5 * random.nextDouble())));
          graphics.fillRect(x + inset + column * pitch, row, pitch / 2 + 1, pitch / 2 + 2);
        }
      }
    }
  }

  private static void roof(Graphics2D graphics, int kind, int x, int y, int wide) {
    switch (kind) {
      case 0 -> graphics.fillRect(x + wide / 2 - 1, y - wide / 2, 2, wide / 2);
      case 1 -> graphics.fillRect(x + wide / 4, y - 9, wide / 2, 9);
      case 2 ->
          graphics.fillPolygon(
              new int[] {x, x + wide / 2, x + wide}, new int[] {y, y - wide / 3, y}, 3);
      default -> graphics.fillRect(x + wide / 5, y - 5, wide / 5, 5);
    }
  }

  /** Below the shore: what is above it, rippled, darker the nearer. */
  private static void mirror(BufferedImage image, Noise noise, int shore) {
    int height = image.getHeight();
    for (int y = shore; y < height; y++) {
      double near = (y - shore) / (double) (height - shore);
      for (int x = 0; x < image.getWidth(); x++) {
        double ripple = noise.octaves(x * 0.012, y * 0.19 / (0.35 + near), 3);
        int fromX =
            Math.min(
                Math.max(x + (int) (26 * ripple * near + 4 * ripple), 0), image.getWidth() - 1);
        int fromY = Math.max(0, shore - 1 - (int) ((y - shore) * 1.5 * (1 + 0.08 * ripple)));
        Rgb light = Rgb.hex(image.getRGB(fromX, fromY) & 0xffffff);
        Rgb water = light.times(0.62 - 0.2 * near).plus(Rgb.hex(0x0a1634).times(0.8));
        image.setRGB(x, y, Canvas.color(water.times(1 + 0.12 * ripple)).getRGB());
      }
    }
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(0x0a0c1e));
    graphics.fillRect(0, shore - 2, image.getWidth(), 3);
    graphics.dispose();
  }
}
