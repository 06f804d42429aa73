/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.name.FilePath;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobPropertiesTest {
  private static final int GLOBS = 1_500;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void matchesAndCapturesAreThoseOfThePlainMatcher(long seed) {
    RandomGlobs random = new RandomGlobs(seed);
    int matched = 0;
    for (int i = 0; i < GLOBS; i++) {
      String text = random.glob();
      Glob glob = Glob.parse(text);
      SlowMatcher slow = new SlowMatcher(text);
      for (int j = 0; j < 30; j++) {
        FilePath path = random.path();
        String what = "seed " + seed + ": " + text + " on " + path;
        boolean expected = slow.matches(path);
        assertThat(glob.matches(path)).as(what).isEqualTo(expected);
        Optional<GlobMatch> match = glob.match(path);
        assertThat(match.isPresent()).as(what).isEqualTo(expected);
        for (int group = 1; expected && group <= glob.groups(); group++) {
          assertThat(match.orElseThrow().group(group))
              .as("%s, group %d", what, group)
              .isEqualTo(slow.group(group));
        }
        matched += expected ? 1 : 0;
      }
      assertThat(glob.matches(FilePath.ROOT)).as(text).isEqualTo(slow.matches(FilePath.ROOT));
    }
    assertThat(matched).isGreaterThan(GLOBS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatHasAMatchBelowIsNeverPruned(long seed) {
    RandomGlobs random = new RandomGlobs(seed);
    List<FilePath> paths = RandomGlobs.allPaths();
    long pruned = 0;
    for (int i = 0; i < GLOBS; i++) {
      Glob glob = Glob.parse(random.glob());
      Set<FilePath> needed = new HashSet<>();
      for (FilePath path : paths) {
        if (glob.matches(path)) {
          assertThat(path.value()).as("seed %d", seed).startsWith(glob.literalPrefix());
          for (FilePath up = parent(path); needed.add(up) && !up.isRoot(); ) {
            up = parent(up);
          }
        }
      }
      for (FilePath directory : needed) {
        assertThat(glob.mayMatchBelow(directory))
            .as("seed %d: %s below %s", seed, glob, directory)
            .isTrue();
      }
      pruned += paths.stream().filter(path -> !glob.mayMatchBelow(path)).count();
    }
    assertThat(pruned).isGreaterThan((long) GLOBS * paths.size() / 2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theCleanedTextParsesToTheSameGlob(long seed) {
    RandomGlobs random = new RandomGlobs(seed);
    for (int i = 0; i < GLOBS; i++) {
      Glob glob = Glob.parse(random.glob());
      Glob again = Glob.parse(glob.toString());
      assertThat(again).as("seed %d", seed).isEqualTo(glob).hasSameHashCodeAs(glob);
      assertThat(again.toString()).as("seed %d", seed).isEqualTo(glob.toString());
    }
  }

  private static FilePath parent(FilePath path) {
    return FilePath.parse(path.value().substring(0, path.value().lastIndexOf('/')));
  }
}
