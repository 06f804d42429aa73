/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import io.tusk.name.FilePath;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Globs and paths over an alphabet so small that they often match. */
final class RandomGlobs {
  private static final String[] PLAIN = {
    "a", "b", "a", "b", "*", "?", "[a]", "[!a]", "[ab]", "/", "/", "/*", "**", "ab", "😀"
  };

  private static final int DEPTH = 2;

  private final SplittableRandom random;

  RandomGlobs(long seed) {
    this.random = new SplittableRandom(seed);
  }

  String glob() {
    while (true) {
      String glob = "/" + sequence(DEPTH);
      if (!glob.contains("//")) {
        return glob;
      }
    }
  }

  private String sequence(int depth) {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(depth == DEPTH ? 1 : 0, 4);
    for (int i = 0; i < parts; i++) {
      text.append(part(depth));
    }
    return text.toString();
  }

  private String part(int depth) {
    if (depth == 0 || random.nextInt(3) > 0) {
      return PLAIN[random.nextInt(PLAIN.length)];
    }
    if (random.nextInt(4) == 0) {
      return "{" + alternatives(depth - 1, ",") + "}";
    }
    String[] signs = {"", "@", "?", "*", "+", "!", "^"};
    return signs[random.nextInt(signs.length)] + "(" + alternatives(depth - 1, "|") + ")";
  }

  private String alternatives(int depth, String separator) {
    List<String> alternatives = new ArrayList<>();
    int count = random.nextInt(1, 4);
    for (int i = 0; i < count; i++) {
      alternatives.add(sequence(depth));
    }
    return String.join(separator, alternatives);
  }

  FilePath path() {
    StringBuilder text = new StringBuilder();
    int elements = random.nextInt(1, 4);
    for (int i = 0; i < elements; i++) {
      text.append('/');
      int length = random.nextInt(1, 4);
      for (int j = 0; j < length; j++) {
        int drawn = random.nextInt(10);
        text.append(drawn == 9 ? "😀" : drawn < 5 ? "a" : "b");
      }
    }
    return new FilePath(text.toString());
  }

  /** All paths of up to three elements of one or two letters. */
  static List<FilePath> allPaths() {
    List<String> names = List.of("a", "b", "aa", "ab", "ba", "bb");
    List<FilePath> paths = new ArrayList<>();
    List<FilePath> parents = List.of(FilePath.ROOT);
    for (int depth = 0; depth < 3; depth++) {
      List<FilePath> children = new ArrayList<>();
      for (FilePath parent : parents) {
        names.forEach(name -> children.add(parent.resolve(name)));
      }
      paths.addAll(children);
      parents = children;
    }
    return paths;
  }
}
