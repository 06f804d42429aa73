/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Leaves set at the golden angle, as in a sunflower's head. */
final class Sunflower implements Motif {
  private static final double GOLDEN = StrictMath.PI * (3 - Math.sqrt(5));
  private static final int LEAVES = 620;

  @Override
  public String name() {
    return "phyllotaxis";
  }

  @Override
  public BufferedImage paint(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double turn = random.nextDouble() * 2 * StrictMath.PI;
    double hue = random.nextDouble() * 0.1;
    BufferedImage image =
        Canvas.shade(
            width,
            height,
            (x, y) -> Rgb.hex(0x1c4a52).mix(Rgb.hex(0x060f18), Math.sqrt(x * x + y * y) / 1.5));
    Graphics2D graphics = Canvas.draw(image);
    graphics.translate(width / 2.0, height / 2.0);
    double spread = 0.028 * height;
    for (int i = LEAVES - 1; i >= 0; i--) {
      double radius = spread * Math.sqrt(i + 0.5);
      double size = 0.35 * spread * (1 + 2.6 * i / LEAVES);
      leaf(graphics, radius, size, turn + i * GOLDEN, hue, i / (double) LEAVES);
    }
    graphics.dispose();
    return image;
  }

  private static void leaf(
      Graphics2D graphics, double radius, double size, double angle, double hue, double out) {
    AffineTransform before = graphics.getTransform();
    graphics.rotate(angle);
    graphics.translate(radius, 0);
    Path2D leaf = new Path2D.Double();
    leaf.moveTo(-size, 0);
    leaf.curveTo(-size * 0.4, -size * 1.15, size * 0.9, -size * 0.8, size * 1.9, 0);
    leaf.curveTo(size * 0.9, size * 0.8, -size * 0.4, size * 1.15, -size, 0);
    Rgb root = Rgb.hue(hue + 0.02 + 0.02 * out, 0.95, 0.55 + 0.25 * out);
    Rgb tip = Rgb.hue(hue + 0.06 + 0.09 * out, 0.72, 1);
    graphics.setPaint(
        new GradientPaint(
            (float) -size, 0, Canvas.color(root), (float) (size * 1.7), 0, Canvas.color(tip)));
    graphics.fill(leaf);
    graphics.setStroke(new java.awt.BasicStroke((float) (size * 0.12)));
    graphics.setColor(Canvas.color(root.times(0.4)));
    graphics.draw(leaf);
    graphics.setTransform(before);
  }
}
