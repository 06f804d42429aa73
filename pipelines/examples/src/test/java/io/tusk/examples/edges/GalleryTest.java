/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.examples.edges.motif.Motif;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GalleryTest {
  @TempDir Path directory;

  static List<Motif> motifs() {
    return Motif.all();
  }

  private static int[] pixels(Motif motif, long seed) {
    BufferedImage image = motif.paint(64, 48, seed);
    assertThat(image.getWidth()).isEqualTo(64);
    assertThat(image.getHeight()).isEqualTo(48);
    return image.getRGB(0, 0, 64, 48, null, 0, 64);
  }

  @ParameterizedTest
  @MethodSource("motifs")
  void aPictureFollowsFromItsSeed(Motif motif) {
    int[] first = pixels(motif, 1);
    assertThat(pixels(motif, 1)).isEqualTo(first);
    assertThat(pixels(motif, 2)).isNotEqualTo(first);
    assertThat(Arrays.stream(first).distinct().count()).isGreaterThan(50);
  }

  @Test
  void writesOneVariationAlone() throws IOException {
    Gallery.run(directory.toString(), "julia", "2");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve("julia.png"));
    }
    BufferedImage julia = Png.image(Files.readAllBytes(directory.resolve("julia.png")));
    assertThat(julia.getWidth()).isEqualTo(800);
    assertThat(julia.getHeight()).isEqualTo(600);
  }

  @Test
  void saysHowItIsUsed() {
    assertThatThrownBy(() -> Gallery.run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("usage: Gallery DIRECTORY [NAME SEED]");
    assertThatThrownBy(() -> Gallery.run("d", "planet", "two"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("seed \"two\" is not a whole number; usage: Gallery DIRECTORY [NAME SEED]");
    assertThatThrownBy(() -> Gallery.run("d", "cat", "2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no picture \"cat\"; choose one of [city, forest, julia, knot, mandelbrot,"
                + " mountains, phyllotaxis, planet, spheres, stained-glass, terrain, waves]");
  }
}
