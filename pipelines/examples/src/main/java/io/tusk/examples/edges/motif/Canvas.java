/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Ways to fill a picture. */
final class Canvas {
  private static final int SAMPLES = 2;

  private Canvas() {}

  /**
   * The light that arrives from a direction: x to the right, y upwards, -1 to 1 over the height.
   */
  @FunctionalInterface
  interface Shader {
    Rgb at(double x, double y);
  }

  /** Each pixel is the mean of four points. */
  static BufferedImage shade(int width, int height, Shader shader) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        Rgb sum = Rgb.BLACK;
        for (int i = 0; i < SAMPLES; i++) {
          double py = row + (i + 0.5) / SAMPLES;
          for (int j = 0; j < SAMPLES; j++) {
            double px = column + (j + 0.5) / SAMPLES;
            sum = sum.plus(shader.at((2 * px - width) / height, 1 - 2 * py / height));
          }
        }
        image.setRGB(column, row, sum.times(1.0 / (SAMPLES * SAMPLES)).packed());
      }
    }
    return image;
  }

  /** For drawing with smooth outlines; the caller disposes of it. */
  static Graphics2D draw(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    return graphics;
  }

  static Color color(Rgb rgb) {
    return new Color(rgb.packed());
  }
}
