/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import io.tusk.examples.edges.motif.Motif;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Paints the pictures of the example. {@code Gallery DIRECTORY} writes all of them; {@code Gallery
 * DIRECTORY NAME SEED} writes a variation of one, such as {@code planet 2}.
 */
public final class Gallery {
  static final int WIDTH = 800;
  static final int HEIGHT = 600;
  static final long SEED = 1;

  private static final String USAGE = "usage: Gallery DIRECTORY [NAME SEED]";

  private Gallery() {}

  public static void main(String[] arguments) throws IOException {
    System.setProperty("java.awt.headless", "true");
    try {
      run(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  /**
   * @throws IllegalArgumentException when the arguments are not of the form above
   */
  static void run(String... arguments) throws IOException {
    if (arguments.length != 1 && arguments.length != 3) {
      throw new IllegalArgumentException(USAGE);
    }
    List<Motif> motifs = Motif.all();
    long seed = SEED;
    if (arguments.length == 3) {
      motifs = motifs.stream().filter(motif -> name(motif).equals(arguments[1])).toList();
      if (motifs.isEmpty()) {
        List<String> names = Motif.all().stream().map(Gallery::name).toList();
        throw new IllegalArgumentException(
            "there is no picture \"" + arguments[1] + "\"; choose one of " + names);
      }
      seed = seed(arguments[2]);
    }
    Path directory = Path.of(arguments[0]);
    Files.createDirectories(directory);
    paint(motifs, seed, directory);
  }

  private static String name(Motif motif) {
    return motif.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "seed \"" + text + "\" is not a whole number; " + USAGE, e);
    }
  }

  private static void paint(List<Motif> motifs, long seed, Path directory) throws IOException {
    try {
      motifs.parallelStream().forEach(motif -> paint(motif, seed, directory));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void paint(Motif motif, long seed, Path directory) {
    Path file = directory.resolve(name(motif) + ".png");
    try {
      Pictures.writePng(motif.paint(WIDTH, HEIGHT, seed), Files.newOutputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
