/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Letters of a few strokes each. Needs no font of the host, so a caption looks the same on every
 * machine, one without any font included.
 */
final class StrokeFont {
  /** Rows of the grid above the baseline; two more lie below it. */
  static final int ASCENT = 6;

  private static final double SPACING = 2;
  private static final double BLANK = 2;
  private static final double THICKNESS = 0.75;
  private static final String UNKNOWN = "00 40 46 06 00";
  private static final Map<Integer, String> GLYPHS = new HashMap<>();

  // A glyph is strokes, separated by bars, of points: column and row, downwards, one digit each.
  static {
    glyph('A', "06 20 46|14 34").glyph('B', "06 00 30 41 42 33 03|33 44 45 36 06");
    glyph('C', "41 30 10 01 05 16 36 45").glyph('D', "00 06 26 45 41 20 00");
    glyph('E', "40 00 06 46|03 33").glyph('F', "40 00 06|03 33");
    glyph('G', "41 30 10 01 05 16 36 45 43 23").glyph('H', "00 06|40 46|03 43");
    glyph('I', "00 20|10 16|06 26").glyph('J', "30 35 26 16 05").glyph('K', "00 06|40 03|13 46");
    glyph('L', "00 06 46").glyph('M', "06 00 23 40 46").glyph('N', "06 00 46 40");
    glyph('O', "10 30 41 45 36 16 05 01 10").glyph('P', "06 00 30 41 42 33 03");
    glyph('Q', "10 30 41 45 36 16 05 01 10|34 46").glyph('R', "06 00 30 41 42 33 03|23 46");
    glyph('S', "41 30 10 01 02 13 33 44 45 36 16 05").glyph('T', "00 40|20 26");
    glyph('U', "00 05 16 36 45 40").glyph('V', "00 26 40").glyph('W', "00 16 33 56 60");
    glyph('X', "00 46|40 06").glyph('Y', "00 23 40|23 26").glyph('Z', "00 40 06 46");
    glyph('a', "12 32 43 46 16 05 14 44").glyph('b', "00 06|03 12 32 43 45 36 16 05");
    glyph('c', "43 32 12 03 05 16 36 45").glyph('d', "40 46|43 32 12 03 05 16 36 45");
    glyph('e', "04 44 43 32 12 03 05 16 36 45").glyph('f', "30 20 11 16|02 32");
    glyph('g', "42 47 38 18 07|43 32 12 03 05 16 36 45").glyph('h', "00 06|03 12 32 43 46");
    glyph('i', "02 06|00 00").glyph('j', "12 17 08|10 10").glyph('k', "00 06|32 04|14 36");
    glyph('l', "00 05 16").glyph('m', "02 06|03 12 22 33 36|33 42 52 63 66");
    glyph('n', "02 06|03 12 32 43 46").glyph('o', "12 32 43 45 36 16 05 03 12");
    glyph('p', "02 08|03 12 32 43 45 36 16 05").glyph('q', "42 48|43 32 12 03 05 16 36 45");
    glyph('r', "02 06|04 13 22 32").glyph('s', "43 32 12 03 14 34 45 36 16 05");
    glyph('t', "10 15 26 36|02 32").glyph('u', "02 05 16 36 45|42 46").glyph('v', "02 26 42");
    glyph('w', "02 16 33 56 62").glyph('x', "02 46|42 06").glyph('y', "02 26|42 26 18 08");
    glyph('z', "02 42 06 46").glyph('0', "10 30 41 45 36 16 05 01 10|32 14");
    glyph('1', "01 10 16|06 26").glyph('2', "01 10 30 41 42 06 46");
    glyph('3', "01 10 30 41 42 33 23|33 44 45 36 16 05").glyph('4', "36 30 04 44");
    glyph('5', "40 00 02 32 43 45 36 16 05").glyph('6', "30 10 01 05 16 36 45 44 33 13 04");
    glyph('7', "00 40 16").glyph('8', "10 30 41 42 33 13 02 01 10|13 04 05 16 36 45 44 33");
    glyph('9', "43 34 14 03 01 10 30 41 45 36 16").glyph('-', "04 34").glyph('_', "07 47");
    glyph('.', "06 06").glyph(',', "06 07").glyph('(', "10 01 05 16").glyph(')', "00 11 15 06");
    glyph('/', "40 06").glyph('+', "04 44|22 26").glyph('=', "03 43|05 45").glyph('\'', "00 01");
  }

  private final double unit;

  /** {@code unit}: pixels between neighbouring points of the grid. */
  StrokeFont(double unit) {
    this.unit = unit;
  }

  private static Glyphs glyph(char letter, String strokes) {
    return new Glyphs().glyph(letter, strokes);
  }

  private static final class Glyphs {
    Glyphs glyph(char letter, String strokes) {
      GLYPHS.put((int) letter, strokes);
      return this;
    }
  }

  /** In pixels. */
  double width(String text) {
    double columns =
        plain(text).codePoints().mapToDouble(letter -> advance(letter) + SPACING).sum();
    return unit * Math.max(0, columns - SPACING);
  }

  /** The text, or as much of its beginning as fits, with three dots behind. */
  String fit(String text, double pixels) {
    if (width(text) <= pixels) {
      return text;
    }
    int end = text.length();
    while (end > 0 && width(text.substring(0, end) + "...") > pixels) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + "...";
  }

  /** Draws in the graphics' colour, from {@code x} on, on the baseline {@code y}. */
  void draw(Graphics2D graphics, String text, double x, double y) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setStroke(
        new BasicStroke((float) (unit * THICKNESS), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    double at = x;
    for (int letter : plain(text).codePoints().toArray()) {
      if (letter != ' ') {
        graphics.draw(outline(strokes(letter), at, y));
      }
      at += unit * (advance(letter) + SPACING);
    }
  }

  /** Without accents: the letters below them are known. */
  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
  }

  private static String strokes(int letter) {
    return GLYPHS.getOrDefault(letter, UNKNOWN);
  }

  private static double advance(int letter) {
    if (letter == ' ') {
      return BLANK;
    }
    String strokes = strokes(letter);
    int most = 0;
    for (int i = 0; i < strokes.length(); i += 3) {
      most = Math.max(most, strokes.charAt(i) - '0');
    }
    return most;
  }

  private Path2D outline(String strokes, double x, double y) {
    Path2D path = new Path2D.Double();
    boolean starts = true;
    for (int i = 0; i < strokes.length(); i += 3) {
      double px = x + unit * (strokes.charAt(i) - '0');
      double py = y + unit * (strokes.charAt(i + 1) - '0' - ASCENT);
      if (starts) {
        path.moveTo(px, py);
      }
      path.lineTo(px, py);
      starts = i + 2 < strokes.length() && strokes.charAt(i + 2) == '|';
    }
    return path;
  }
}
