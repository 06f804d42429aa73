/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;

/** The files that are measured with: the same in every run, and no two alike. */
final class Contents {
  private static final long SEED = 0x5475736bL;
  private static final int IN_DIRECTORY = 1_000;

  private Contents() {}

  /** The path of the {@code index}-th file, from the root; a thousand lie in a directory. */
  static String path(int index) {
    return String.format(Locale.ROOT, "/d%04d/f%03d", index / IN_DIRECTORY, index % IN_DIRECTORY);
  }

  /** A short content of the {@code index}-th file, another one for each version. */
  static byte[] text(int index, int version) {
    return ("file " + index + " version " + version + "\n").getBytes(UTF_8);
  }

  /** Bytes that cannot be compressed. */
  static byte[] random(int index, int version, int length) {
    byte[] bytes = new byte[length];
    long seed = new SplittableRandom(SEED + ((long) version << 32) + index).nextLong();
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Makes the content of a file. */
  @FunctionalInterface
  interface Maker {
    byte[] content(int index);
  }

  /** Writes {@code count} files below {@code directory}. */
  static void writeFiles(Path directory, int count, Maker maker) throws IOException {
    for (int i = 0; i < count; i++) {
      Path file = directory.resolve(path(i).substring(1));
      if (i % IN_DIRECTORY == 0) {
        Files.createDirectories(file.getParent());
      }
      Files.write(file, maker.content(i));
    }
  }

  /** Writes a file of random bytes. */
  static void writeLarge(Path file, long length) throws IOException {
    byte[] block = new byte[1 << 16];
    Random random = new Random(SEED);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (long left = length; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
  }
}
