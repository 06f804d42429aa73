/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import java.awt.image.BufferedImage;

/** A picture and its edges side by side, small; edges glow in the picture's own colours. */
final class Tile {
  static final int PANE_WIDTH = 256;
  static final int PANE_HEIGHT = 192;
  static final int GAP = 4;
  static final int WIDTH = 2 * PANE_WIDTH + GAP;
  static final int HEIGHT = PANE_HEIGHT;

  private static final int BACKGROUND = 0x0b0d13;
  private static final float[] NIGHT = {11, 13, 19};
  private static final float[] PALE = {170, 190, 235};

  private final BufferedImage picture;
  private final byte[] edges;
  private final int left;
  private final int top;
  private final int width;
  private final int height;

  private Tile(BufferedImage picture, byte[] edges) {
    this.picture = picture;
    this.edges = edges;
    double scale =
        Math.min(
            (double) PANE_WIDTH / picture.getWidth(), (double) PANE_HEIGHT / picture.getHeight());
    this.width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
    this.height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
    this.left = (PANE_WIDTH - width) / 2;
    this.top = (PANE_HEIGHT - height) / 2;
  }

  static BufferedImage of(BufferedImage picture, byte[] edges) {
    return new Tile(picture, edges).paint();
  }

  private BufferedImage paint() {
    BufferedImage tile = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        tile.setRGB(x, y, BACKGROUND);
      }
    }
    float[][] lines = new float[3][width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        average(x, y, tile, lines);
      }
    }
    glow(lines, tile);
    return tile;
  }

  /** Paints one pixel of the small picture and collects the light of the edges below it. */
  private void average(int x, int y, BufferedImage tile, float[][] lines) {
    int fromX = (int) ((long) x * picture.getWidth() / width);
    int toX = Math.max(fromX + 1, (int) ((long) (x + 1) * picture.getWidth() / width));
    int fromY = (int) ((long) y * picture.getHeight() / height);
    int toY = Math.max(fromY + 1, (int) ((long) (y + 1) * picture.getHeight() / height));
    long[] all = new long[3];
    long[] onEdges = new long[3];
    int edgePixels = 0;
    for (int py = fromY; py < toY; py++) {
      for (int px = fromX; px < toX; px++) {
        int rgb = picture.getRGB(px, py);
        boolean isEdge = edges[py * picture.getWidth() + px] != 0;
        edgePixels += isEdge ? 1 : 0;
        for (int c = 0; c < 3; c++) {
          int value = (rgb >> (8 * (2 - c))) & 255;
          all[c] += value;
          onEdges[c] += isEdge ? value : 0;
        }
      }
    }
    int pixels = (toX - fromX) * (toY - fromY);
    int mean = 0;
    for (int c = 0; c < 3; c++) {
      mean = (mean << 8) | (int) (all[c] / pixels);
    }
    tile.setRGB(left + x, top + y, mean);
    if (edgePixels > 0) {
      // A line one pixel wide should be as bright as one that fills the pixel.
      float light = Math.min(1, (float) edgePixels * Math.max(toX - fromX, 1) / pixels);
      for (int c = 0; c < 3; c++) {
        lines[c][y * width + x] = light * neon(onEdges, edgePixels, c);
      }
    }
  }

  /** The colour channel at full brightness, pale where the edge has little colour. */
  private static float neon(long[] sums, int count, int channel) {
    float most = Math.max(sums[0], Math.max(sums[1], sums[2])) / (float) count;
    float least = Math.min(sums[0], Math.min(sums[1], sums[2])) / (float) count;
    float share = Math.min(1, (most - least) / 40);
    float grey = 0.8f * least;
    float vivid = most == least ? 0 : 255 * (sums[channel] / (float) count - grey) / (most - grey);
    return share * vivid + (1 - share) * PALE[channel];
  }

  private void glow(float[][] lines, BufferedImage tile) {
    int offset = PANE_WIDTH + GAP + left;
    float[][] near = new float[3][];
    float[][] far = new float[3][];
    for (int c = 0; c < 3; c++) {
      near[c] = soften(lines[c], 1, 2);
      far[c] = soften(near[c], 4, 3);
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          float light = NIGHT[c] + 0.85f * lines[c][at] + 0.2f * near[c][at] + 0.3f * far[c][at];
          rgb = (rgb << 8) | Math.min(255, Math.round(light));
        }
        tile.setRGB(offset + x, top + y, rgb);
      }
    }
  }

  /** Repeated box blur, dark beyond the border. */
  private float[] soften(float[] plane, int radius, int times) {
    float[] result = plane;
    for (int i = 0; i < times; i++) {
      result = box(box(result, radius, 1, 0), radius, 0, 1);
    }
    return result;
  }

  private float[] box(float[] plane, int radius, int dx, int dy) {
    float[] result = new float[plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int i = -radius; i <= radius; i++) {
          int px = x + i * dx;
          int py = y + i * dy;
          if (px >= 0 && py >= 0 && px < width && py < height) {
            sum += plane[py * width + px];
          }
        }
        result[y * width + x] = sum / (2 * radius + 1);
      }
    }
    return result;
  }
}
