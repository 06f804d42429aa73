/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.transform.InputFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PicturesTest {
  private static BufferedImage roundTrip(BufferedImage image) throws IOException {
    InputFile file =
        new FakeDatum("images", Map.of()).with("/a.png", Png.of(image)).files().iterator().next();
    return Pictures.read(file);
  }

  @Test
  void greySamplesAreTakenAsTheyAre() throws IOException {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 64);
    grey.getRaster().setSample(1, 0, 0, 200);
    BufferedImage read = roundTrip(grey);
    assertThat(read.getRGB(0, 0)).isEqualTo(0xff404040);
    assertThat(read.getRGB(1, 0)).isEqualTo(0xffc8c8c8);
  }

  @Test
  void sixteenBitsAreScaledToEight() throws IOException {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setSample(0, 0, 0, 65535);
    grey.getRaster().setSample(1, 0, 0, 32896);
    BufferedImage read = roundTrip(grey);
    assertThat(read.getRGB(0, 0)).isEqualTo(0xffffffff);
    assertThat(read.getRGB(1, 0)).isEqualTo(0xff808080);
  }

  @Test
  void whatIsTransparentIsOnWhite() throws IOException {
    BufferedImage clear = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0x00000000);
    clear.setRGB(1, 0, 0xff112233);
    BufferedImage read = roundTrip(clear);
    assertThat(read.getRGB(0, 0)).isEqualTo(0xffffffff);
    assertThat(read.getRGB(1, 0)).isEqualTo(0xff112233);
  }

  @Test
  void luminanceWeighsTheColours() {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_INT_RGB);
    int[] colours = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff};
    image.setRGB(0, 0, 4, 1, colours, 0, 4);
    assertThat(Pictures.luminance(image).values()).containsExactly(0.2126f, 0.7152f, 0.0722f, 1f);
  }
}
