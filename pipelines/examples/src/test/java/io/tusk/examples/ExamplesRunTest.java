/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tusk.examples.edges.Gallery;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples, run as their READMEs say: the same specifications, the same code. */
final class ExamplesRunTest {
  private static final Path EXAMPLES = Path.of("").toAbsolutePath();

  @TempDir private Path directory;
  private TuskProcess store;

  @BeforeEach
  void open() {
    store = new TuskProcess(directory);
  }

  @Test
  void edgesAndMontageFollowTheChange() throws IOException, InterruptedException {
    Path images = directory.resolve("images");
    Gallery.main(new String[] {images.toString(), "planet", "1"});
    Gallery.main(new String[] {images.toString(), "knot", "1"});
    store.tusk("create", "repo", "images");
    put("images", images.resolve("planet.png"), images.resolve("knot.png"));
    store.tusk("create", "pipeline", "-f", EXAMPLES.resolve("edges/edges.json"));
    store.tusk("create", "pipeline", "-f", EXAMPLES.resolve("edges/montage.json"));

    store.tusk("run");
    store.assertJob("edges", 2, 0);
    store.assertJob("montage", 1, 0);

    Gallery.main(new String[] {images.toString(), "planet", "2"});
    put("images", images.resolve("planet.png"));
    store.tusk("run");
    store.assertJob("edges", 1, 1);
    store.assertJob("montage", 1, 0);

    Path fine = EXAMPLES.resolve("edges/edges-fine.json");
    store.tusk("update", "pipeline", "-f", fine);
    store.tusk("run");
    store.assertJob("edges", 0, 2);
    store.assertJob("montage", 0, 1);

    store.tusk("update", "pipeline", "-f", fine, "--reprocess");
    store.tusk("run");
    store.assertJob("edges", 2, 0);

    Path picture = directory.resolve("montage.png");
    store.tusk("get", "file", "montage@master:/montage.png", "-o", picture);
    BufferedImage montage = ImageIO.read(picture.toFile());
    assertThat(montage.getWidth()).isGreaterThan(400);
    assertThat(store.tusk("fsck")).isEqualTo("No errors found.\n");
  }

  @Test
  void openCvFindsTheSameEdgesAgain() throws IOException, InterruptedException {
    assumeTrue(hasOpenCv(), "this machine has no Python with OpenCV");
    Path images = directory.resolve("images");
    Gallery.main(new String[] {images.toString(), "planet", "1"});
    Gallery.main(new String[] {images.toString(), "knot", "1"});
    store.tusk("create", "repo", "images");
    put("images", images.resolve("planet.png"), images.resolve("knot.png"));
    store.tusk("create", "pipeline", "-f", EXAMPLES.resolve("opencv/edges.json"));
    store.tusk("create", "pipeline", "-f", EXAMPLES.resolve("opencv/montage.yaml"));

    store.tusk("run");
    store.assertJob("edges", 2, 0);
    store.assertJob("montage", 1, 0);
    String knot = hash("edges@master:/knot.png");

    Gallery.main(new String[] {images.toString(), "planet", "2"});
    put("images", images.resolve("planet.png"));
    store.tusk("run");
    store.assertJob("edges", 1, 1);
    store.assertJob("montage", 1, 0);
    assertThat(hash("edges@master:/knot.png")).isEqualTo(knot);

    Path edges = directory.resolve("planet-edges.png");
    store.tusk("get", "file", "edges@master:/planet.png", "-o", edges);
    BufferedImage found = ImageIO.read(edges.toFile());
    BufferedImage painted = ImageIO.read(images.resolve("planet.png").toFile());
    assertThat(found.getWidth()).isEqualTo(painted.getWidth());
    assertThat(found.getHeight()).isEqualTo(painted.getHeight());
    assertThat(whitePart(found)).isBetween(0.001, 0.5);
    Path montage = directory.resolve("montage.png");
    store.tusk("get", "file", "montage@master:/montage.png", "-o", montage);
    assertThat(ImageIO.read(montage.toFile()).getWidth()).isEqualTo(4 * 240);
    assertThat(store.tusk("fsck")).isEqualTo("No errors found.\n");
  }

  private String hash(String file) throws IOException, InterruptedException {
    JsonNode inspected = new ObjectMapper().readTree(store.tusk("inspect", "file", file, "--raw"));
    return inspected.required("hash").asText();
  }

  private static boolean hasOpenCv() throws InterruptedException {
    try {
      ProcessBuilder python =
          new ProcessBuilder("/usr/bin/env", "python3", "-c", "import cv2")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      python.environment().put("PATH", TuskProcess.PATH);
      return python.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static double whitePart(BufferedImage picture) {
    int white = 0;
    for (int x = 0; x < picture.getWidth(); x++) {
      for (int y = 0; y < picture.getHeight(); y++) {
        white += (picture.getRGB(x, y) & 0xFF) > 127 ? 1 : 0;
      }
    }
    return (double) white / picture.getWidth() / picture.getHeight();
  }

  @Test
  void wordsAreCountedAndOnlyTheNewDocumentIsRead() throws IOException, InterruptedException {
    Path first = Files.writeString(directory.resolve("first.md"), "the cat and the dog\n");
    Path second = Files.writeString(directory.resolve("second.md"), "The bird.\n");
    store.tusk("create", "repo", "documents");
    put("documents", first, second);
    store.tusk("create", "pipeline", "-f", EXAMPLES.resolve("word-count/map.json"));
    store.tusk("create", "pipeline", "-f", EXAMPLES.resolve("word-count/reduce.json"));

    store.tusk("run");
    store.assertJob("map", 2, 0);
    assertThat(counts())
        .containsExactlyInAnyOrder("the\t3", "cat\t1", "and\t1", "dog\t1", "bird\t1");

    Path odd = Files.writeString(directory.resolve("ein älterer Text.md"), "cat, cat: Über\n");
    put("documents", odd);
    store.tusk("run");
    store.assertJob("map", 1, 2);
    assertThat(counts()).contains("the\t3", "cat\t3", "Über\t1");
    assertThat(store.tusk("fsck")).isEqualTo("No errors found.\n");
  }

  private List<String> counts() throws IOException, InterruptedException {
    return store.tusk("get", "file", "reduce@master:/counts.tsv").lines().toList();
  }

  private void put(String repo, Path... files) throws IOException, InterruptedException {
    for (Path file : files) {
      store.tusk("put", "file", repo + "@master:/" + file.getFileName(), "-f", file);
    }
  }
}
