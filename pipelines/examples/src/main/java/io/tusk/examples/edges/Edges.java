/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.awt.image.BufferedImage;
import java.io.IOException;

/**
 * Finds the edges of each picture of a datum. Of {@code /a.png} it writes {@code /a.png}, white
 * lines on black, and {@code /tiles/a.png}, picture and edges side by side for {@link Montage}.
 * Other kinds of file keep their name before the new ending: {@code /b.jpg} becomes {@code
 * /b.jpg.png}.
 */
public final class Edges implements DatumTransform {
  static final String TILES = "/tiles";

  @Override
  public void process(Datum datum) throws IOException {
    EdgeDetector detector = EdgeDetector.of(datum.environment());
    for (InputFile file : datum.files()) {
      BufferedImage picture = Pictures.read(file);
      int width = picture.getWidth();
      int height = picture.getHeight();
      byte[] edges = detector.detect(Pictures.luminance(picture));
      String name = pngName(file.path().value());
      Pictures.writePng(Pictures.grey(edges, width, height), datum.create(name));
      Pictures.writePng(Tile.of(picture, edges), datum.create(TILES + name));
    }
  }

  private static String pngName(String path) {
    return path.endsWith(".png") ? path : path + ".png";
  }
}
