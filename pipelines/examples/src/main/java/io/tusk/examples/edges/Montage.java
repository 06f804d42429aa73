/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the tiles that {@link Edges} wrote on contact sheets, in the order of their paths: {@code
 * /montage.png}, and when there are more than {@link #TILES_PER_SHEET}, {@code /montage-2.png} and
 * so on. One sheet is in memory at a time.
 */
public final class Montage implements DatumTransform {
  static final int TILES_PER_SHEET = 48;

  private static final int MARGIN = 40;
  private static final int SPACE = 28;
  private static final int CAPTION = 34;
  private static final int HEADER = 64;
  private static final int FRAME = 1;
  private static final Color BACKGROUND = new Color(0x161922);
  private static final Color LINE = new Color(0x343a4a);
  private static final Color TEXT = new Color(0xc9d1e4);
  private static final Color TITLE = new Color(0xffffff);
  private static final Color NOTE = new Color(0x8089a0);
  private static final StrokeFont CAPTION_FONT = new StrokeFont(1.9);
  private static final StrokeFont TITLE_FONT = new StrokeFont(3.6);

  @Override
  public void process(Datum datum) throws IOException {
    List<InputFile> sheet = new ArrayList<>();
    int sheets = 0;
    for (InputFile file : datum.files()) {
      if (!file.path().value().startsWith(Edges.TILES + "/")) {
        continue;
      }
      sheet.add(file);
      if (sheet.size() == TILES_PER_SHEET) {
        write(datum, sheet, ++sheets);
        sheet.clear();
      }
    }
    if (!sheet.isEmpty()) {
      write(datum, sheet, ++sheets);
    }
  }

  private static void write(Datum datum, List<InputFile> tiles, int number) throws IOException {
    String name = number == 1 ? "/montage.png" : "/montage-" + number + ".png";
    Pictures.writePng(compose(tiles), datum.create(name));
  }

  private static BufferedImage compose(List<InputFile> tiles) throws IOException {
    int columns = columns(tiles.size());
    int rows = (tiles.size() + columns - 1) / columns;
    int width = 2 * MARGIN + columns * (Tile.WIDTH + SPACE) - SPACE;
    int height = HEADER + MARGIN + rows * (Tile.HEIGHT + CAPTION + SPACE) - SPACE + MARGIN / 2;
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(BACKGROUND);
    graphics.fillRect(0, 0, width, height);
    header(graphics, tiles.size(), width);
    for (int i = 0; i < tiles.size(); i++) {
      int x = MARGIN + i % columns * (Tile.WIDTH + SPACE);
      int y = HEADER + MARGIN + i / columns * (Tile.HEIGHT + CAPTION + SPACE);
      place(graphics, tiles.get(i), x, y);
    }
    graphics.dispose();
    return sheet;
  }

  /** As many as make the sheet about as wide as a screen. */
  private static int columns(int tiles) {
    int columns = 1;
    while (columns * 2 * columns < tiles && columns < tiles) {
      columns++;
    }
    return columns;
  }

  private static void header(Graphics2D graphics, int tiles, int width) {
    int baseline = MARGIN + 22;
    graphics.setColor(TITLE);
    TITLE_FONT.draw(graphics, "edges", MARGIN, baseline);
    String count = tiles == 1 ? "1 picture" : tiles + " pictures";
    graphics.setColor(NOTE);
    CAPTION_FONT.draw(graphics, count, width - MARGIN - CAPTION_FONT.width(count), baseline);
    graphics.setColor(LINE);
    graphics.fillRect(MARGIN, baseline + 18, width - 2 * MARGIN, 1);
  }

  private static void place(Graphics2D graphics, InputFile file, int x, int y) throws IOException {
    BufferedImage tile = Pictures.read(file);
    graphics.setColor(LINE);
    graphics.fillRect(x - FRAME, y - FRAME, Tile.WIDTH + 2 * FRAME, Tile.HEIGHT + 2 * FRAME);
    graphics.drawImage(tile, x, y, Tile.WIDTH, Tile.HEIGHT, null);
    String name = file.path().value().substring(Edges.TILES.length() + 1);
    graphics.setColor(TEXT);
    CAPTION_FONT.draw(
        graphics, CAPTION_FONT.fit(name, Tile.WIDTH), x, y + Tile.HEIGHT + CAPTION - 10);
  }
}
