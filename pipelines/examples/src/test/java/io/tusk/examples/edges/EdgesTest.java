/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EdgesTest {
  private static FakeDatum run(FakeDatum datum) throws IOException {
    new Edges().process(datum);
    return datum;
  }

  private static FakeDatum datum() {
    return new FakeDatum("images", Map.of());
  }

  @Test
  void writesTheEdgesUnderTheSameNameAndATile() throws IOException {
    FakeDatum datum = run(datum().with("/a b/ä.png", Png.of(Png.step(16, 6))));
    assertThat(datum.outputs()).containsOnlyKeys("/a b/ä.png", "/tiles/a b/ä.png");
    BufferedImage edges = Png.image(datum.outputs().get("/a b/ä.png"));
    assertThat(edges.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 6; y++) {
      int[] row = edges.getRaster().getSamples(0, y, 16, 1, 0, (int[]) null);
      assertThat(row).containsExactly(0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    BufferedImage tile = Png.image(datum.outputs().get("/tiles/a b/ä.png"));
    assertThat(tile.getWidth()).isEqualTo(Tile.WIDTH);
    assertThat(tile.getHeight()).isEqualTo(Tile.HEIGHT);
  }

  @Test
  void aJpegKeepsItsNameBeforeTheNewEnding() throws IOException {
    byte[] jpeg = Png.encoded(Png.step(16, 16), "jpg");
    assertThat(run(datum().with("/a.jpg", jpeg).with("/a.png", Png.of(Png.step(8, 8)))).outputs())
        .containsOnlyKeys("/a.jpg.png", "/a.png", "/tiles/a.jpg.png", "/tiles/a.png");
  }

  @Test
  void equalInputGivesEqualBytes() throws IOException {
    byte[] input = Png.of(io.tusk.examples.edges.motif.Motif.all().get(0).paint(160, 120, 3));
    Map<String, byte[]> first = run(datum().with("/a.png", input)).outputs();
    Map<String, byte[]> second = run(datum().with("/a.png", input)).outputs();
    assertThat(second).containsOnlyKeys(first.keySet());
    first.forEach((path, bytes) -> assertThat(second.get(path)).as(path).isEqualTo(bytes));
  }

  @Test
  void theThresholdComesFromTheEnvironment() throws IOException {
    BufferedImage faint = Png.step(16, 6);
    for (int y = 0; y < 6; y++) {
      for (int x = 8; x < 16; x++) {
        faint.setRGB(x, y, 0x404040);
      }
    }
    assertThat(edgePixels(faint, "0.2")).isEqualTo(6);
    assertThat(edgePixels(faint, "0.3")).isZero();
  }

  private static int edgePixels(BufferedImage picture, String threshold) throws IOException {
    FakeDatum datum =
        run(
            new FakeDatum("images", Map.of("EDGE_THRESHOLD", threshold))
                .with("/a.png", Png.of(picture)));
    BufferedImage edges = Png.image(datum.outputs().get("/a.png"));
    int count = 0;
    for (int i = 0; i < edges.getWidth() * edges.getHeight(); i++) {
      count += edges.getRGB(i % edges.getWidth(), i / edges.getWidth()) == -1 ? 1 : 0;
    }
    return count;
  }

  @Test
  void refusesWhatIsNoPicture() {
    byte[] text = "These are words.".getBytes(StandardCharsets.UTF_8);
    assertRefused(
        datum().with("/notes.txt", text),
        "/notes.txt is not a picture; put PNG or JPEG files only into this input");
    assertRefused(
        datum().with("/empty.png", new byte[0]),
        "/empty.png is not a picture; put PNG or JPEG files only into this input");
  }

  @Test
  void refusesADamagedPicture() throws IOException {
    byte[] whole = Png.of(Png.step(64, 64));
    FakeDatum datum = datum().with("/cut.png", Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> run(datum))
        .isInstanceOf(TuskException.class)
        .hasMessageStartingWith("/cut.png is a damaged or unusual picture (")
        .hasMessageEndingWith("); save it anew as PNG");
    assertThat(datum.outputs()).isEmpty();
  }

  @Test
  void refusesAPictureThatWouldNotFitBeforeItIsDecoded() {
    assertRefused(
        datum().with("/huge.png", Png.headerOnly(100_000, 100_000)),
        "/huge.png has 100000 x 100000 pixels, and the most is 40000000; scale it down");
  }

  private static void assertRefused(FakeDatum datum, String message) {
    assertThatThrownBy(() -> run(datum))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID))
        .hasMessage(message);
    assertThat(datum.outputs()).isEmpty();
  }
}
