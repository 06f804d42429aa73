/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

/** Light: red, green and blue, each from 0 to 1 as they are stored; more than 1 is cut off. */
record Rgb(double red, double green, double blue) {
  static final Rgb BLACK = new Rgb(0, 0, 0);
  static final Rgb WHITE = new Rgb(1, 1, 1);

  static Rgb hex(int rgb) {
    return new Rgb(((rgb >> 16) & 255) / 255.0, ((rgb >> 8) & 255) / 255.0, (rgb & 255) / 255.0);
  }

  /** A colour of the rainbow; {@code hue} counts turns. */
  static Rgb hue(double hue, double saturation, double value) {
    return new Rgb(wheel(hue), wheel(hue - 1 / 3.0), wheel(hue - 2 / 3.0))
        .mix(WHITE, 1 - saturation)
        .times(value);
  }

  private static double wheel(double turns) {
    double t = turns - Math.floor(turns);
    return Math.min(Math.max(Math.abs(t * 6 - 3) - 1, 0), 1);
  }

  Rgb times(double factor) {
    return new Rgb(red * factor, green * factor, blue * factor);
  }

  Rgb times(Rgb other) {
    return new Rgb(red * other.red, green * other.green, blue * other.blue);
  }

  Rgb plus(Rgb other) {
    return new Rgb(red + other.red, green + other.green, blue + other.blue);
  }

  /** {@code part} of the other colour, cut to between 0 and 1, and the rest of this one. */
  Rgb mix(Rgb other, double part) {
    double t = Math.min(Math.max(part, 0), 1);
    return times(1 - t).plus(other.times(t));
  }

  int packed() {
    return (channel(red) << 16) | (channel(green) << 8) | channel(blue);
  }

  private static int channel(double value) {
    return (int) Math.round(Math.min(Math.max(value, 0), 1) * 255);
  }

  /** The colour at {@code at}, 0 to 1, on a scale of evenly spaced stops. */
  static Rgb scale(double at, Rgb... stops) {
    double place = Math.min(Math.max(at, 0), 1) * (stops.length - 1);
    int index = Math.min((int) place, stops.length - 2);
    return stops[index].mix(stops[index + 1], place - index);
  }
}
