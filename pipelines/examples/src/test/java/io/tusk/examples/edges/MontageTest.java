/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MontageTest {
  private static byte[] tile(int rgb) throws IOException {
    BufferedImage image = new BufferedImage(Tile.WIDTH, Tile.HEIGHT, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[Tile.WIDTH * Tile.HEIGHT];
    Arrays.fill(pixels, rgb);
    image.setRGB(0, 0, Tile.WIDTH, Tile.HEIGHT, pixels, 0, Tile.WIDTH);
    return Png.of(image);
  }

  private static Map<String, byte[]> run(FakeDatum datum) throws IOException {
    new Montage().process(datum);
    return datum.outputs();
  }

  private static FakeDatum datum() {
    return new FakeDatum("edges", Map.of());
  }

  @Test
  void placesTilesInTheOrderOfTheirPathsOnADarkGround() throws IOException {
    FakeDatum datum =
        datum()
            .with("/tiles/b.png", tile(0x00ff00))
            .with("/tiles/a.png", tile(0xff0000))
            .with("/tiles/c.png", tile(0x0000ff))
            .with("/a.png", new byte[] {1, 2, 3});
    Map<String, byte[]> outputs = run(datum);
    assertThat(outputs).containsOnlyKeys("/montage.png");
    BufferedImage sheet = Png.image(outputs.get("/montage.png"));
    assertThat(sheet.getWidth()).isEqualTo(80 + 2 * (516 + 28) - 28);
    assertThat(sheet.getHeight()).isEqualTo(64 + 40 + 2 * (192 + 34 + 28) - 28 + 20);
    assertThat(sheet.getRGB(0, 0)).isEqualTo(0xff161922);
    assertThat(sheet.getRGB(40, 104)).isEqualTo(0xffff0000);
    assertThat(sheet.getRGB(39, 104)).as("frame").isEqualTo(0xff343a4a);
    assertThat(sheet.getRGB(40 + 515, 104 + 191)).isEqualTo(0xffff0000);
    assertThat(sheet.getRGB(40 + 544, 104)).isEqualTo(0xff00ff00);
    assertThat(sheet.getRGB(40, 104 + 254)).isEqualTo(0xff0000ff);
  }

  @Test
  void captionsAreTheNamesInTheFontOfTheSheet() throws IOException {
    BufferedImage sheet =
        Png.image(run(datum().with("/tiles/new york.png", tile(0))).get("/montage.png"));
    BufferedImage expected =
        new BufferedImage(sheet.getWidth(), sheet.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = expected.createGraphics();
    graphics.setColor(new java.awt.Color(0x161922));
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    graphics.setColor(new java.awt.Color(0xc9d1e4));
    new StrokeFont(1.9).draw(graphics, "new york.png", 40, 104 + 192 + 24);
    int top = 104 + 192 + 2;
    int height = sheet.getHeight() - top;
    assertThat(sheet.getRGB(0, top, sheet.getWidth(), height, null, 0, sheet.getWidth()))
        .isEqualTo(expected.getRGB(0, top, sheet.getWidth(), height, null, 0, sheet.getWidth()));
  }

  @Test
  void equalTilesGiveEqualBytes() throws IOException {
    byte[] first = run(datum().with("/tiles/a.png", tile(0x123456))).get("/montage.png");
    byte[] second = run(datum().with("/tiles/a.png", tile(0x123456))).get("/montage.png");
    assertThat(second).isEqualTo(first);
  }

  @Test
  void whatDoesNotFitOnOneSheetGoesOnTheNext() throws IOException {
    FakeDatum datum = datum();
    byte[] tile = tile(0x404040);
    for (int i = 0; i <= Montage.TILES_PER_SHEET; i++) {
      datum.with("/tiles/" + (100 + i) + ".png", tile);
    }
    assertThat(run(datum)).containsOnlyKeys("/montage.png", "/montage-2.png");
  }

  @Test
  void writesNothingWithoutTiles() throws IOException {
    assertThat(run(datum().with("/a.png", tile(0)))).isEmpty();
  }
}
