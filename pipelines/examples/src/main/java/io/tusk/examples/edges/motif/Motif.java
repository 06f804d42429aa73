/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges.motif;

import java.awt.image.BufferedImage;
import java.util.List;

/** A picture made by arithmetic alone. */
public interface Motif {
  /** What the picture shows; letters and dashes. */
  String name();

  /** Equal arguments give equal pixels; another seed gives a variation. */
  BufferedImage paint(int width, int height, long seed);

  /** Every motif, by name. */
  static List<Motif> all() {
    return List.of(
        new Skyline(),
        new Forest(),
        Fractal.JULIA,
        new Knot(),
        Fractal.MANDELBROT,
        new Mountains(),
        new Sunflower(),
        new Planet(),
        new Spheres(),
        new StainedGlass(),
        new Terrain(),
        new Waves());
  }
}
