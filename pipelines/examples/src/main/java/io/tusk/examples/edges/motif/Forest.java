/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** Bare trees at dusk, each grown from a rewritten word (a Lindenmayer system). */
final class Forest implements Motif {
  private static final int GENERATIONS = 7;
  private static final String[] RULES = {"F[+X]F[-X]+X", "F[-X][+X]FX", "F[+X][-X]F-X"};

  @Override
  public String name() {
    return "forest";
  }

  @Override
  public BufferedImage paint(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Noise noise = new Noise(seed);
    BufferedImage image = Canvas.shade(width, height, (x, y) -> dusk(noise, x, y));
    Graphics2D graphics = Canvas.draw(image);
    Rgb[] tones = {Rgb.hex(0x8f4a5e), Rgb.hex(0x4d2a4c), Rgb.hex(0x160f24)};
    int[] trees = {6, 4, 3};
    for (int layer = 0; layer < tones.length; layer++) {
      graphics.setColor(Canvas.color(tones[layer]));
      double ground = height * (0.80 + 0.06 * layer);
      for (int i = 0; i < trees[layer]; i++) {
        double x = width * (i + 0.2 + 0.6 * random.nextDouble()) / trees[layer];
        double tall = height * (0.30 + 0.2 * layer) * (0.85 + 0.3 * random.nextDouble());
        tree(graphics, random, x, ground + 6, tall);
      }
      hill(graphics, noise, width, height, ground, layer);
    }
    graphics.dispose();
    return image;
  }

  private static Rgb dusk(Noise noise, double x, double y) {
    double distance = Math.sqrt((x + 0.35) * (x + 0.35) + (y + 0.12) * (y + 0.12));
    if (distance < 0.24) {
      return Rgb.hex(0xffe9b0).mix(Rgb.hex(0xff9e57), (0.12 - y) * 2);
    }
    Rgb air =
        Rgb.scale(
            (y + 0.7) / 1.7,
            Rgb.hex(0xff9a56),
            Rgb.hex(0xf26d6d),
            Rgb.hex(0x9c4f80),
            Rgb.hex(0x413a72),
            Rgb.hex(0x1b2350));
    double cloud = Math.max(0, noise.octaves(x * 0.9, y * 5, 4));
    return air.plus(Rgb.hex(0xffb27a).times(0.45 * StrictMath.exp(-distance * 3) + 0.3 * cloud));
  }

  private static void hill(
      Graphics2D graphics, Noise noise, int width, int height, double ground, int layer) {
    for (int x = 0; x < width; x++) {
      double top = ground - 14 * noise.octaves(x * 0.011 + 31 * layer, 2.5, 4);
      graphics.fillRect(x, (int) top, 1, height - (int) top);
    }
  }

  private static void tree(
      Graphics2D graphics, SplittableRandom random, double x, double y, double tall) {
    String word = "X";
    for (int i = 0; i < GENERATIONS - 2; i++) {
      StringBuilder next = new StringBuilder();
      for (int at = 0; at < word.length(); at++) {
        char letter = word.charAt(at);
        switch (letter) {
          case 'X' -> next.append(RULES[random.nextInt(RULES.length)]);
          case 'F' -> next.append(i % 2 == 0 ? "FF" : "F");
          default -> next.append(letter);
        }
      }
      word = next.toString();
    }
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    walk(graphics, random, word.replace('X', 'F'), tall);
    graphics.setTransform(before);
  }

  private record Branch(double x, double y, double angle, double thickness) {}

  private static void walk(Graphics2D graphics, SplittableRandom random, String word, double tall) {
    double step = tall / 44;
    Deque<Branch> forks = new ArrayDeque<>();
    Branch at = new Branch(0, 0, StrictMath.PI / 2, tall / 34);
    for (int i = 0; i < word.length(); i++) {
      char letter = word.charAt(i);
      switch (letter) {
        case 'F' -> {
          double angle = at.angle() + (random.nextDouble() - 0.5) * 0.16;
          double toX = at.x() + step * StrictMath.cos(angle);
          double toY = at.y() - step * StrictMath.sin(angle);
          graphics.setStroke(
              new BasicStroke(
                  (float) at.thickness(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
          graphics.draw(new Line2D.Double(at.x(), at.y(), toX, toY));
          at = new Branch(toX, toY, angle, Math.max(0.7, at.thickness() * 0.975));
        }
        case '+' -> at = turned(at, 0.28 + 0.24 * random.nextDouble());
        case '-' -> at = turned(at, -0.28 - 0.24 * random.nextDouble());
        case '[' -> {
          forks.push(at);
          at = new Branch(at.x(), at.y(), at.angle(), Math.max(0.7, at.thickness() * 0.68));
        }
        case ']' -> at = forks.pop();
        default -> throw new IllegalStateException("letter " + letter);
      }
    }
  }

  private static Branch turned(Branch branch, double by) {
    return new Branch(branch.x(), branch.y(), branch.angle() + by, branch.thickness());
  }
}
