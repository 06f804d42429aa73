/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.TuskException;
import io.tusk.name.ProjectName;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.text.SpecText;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RoundTripTest {
  private static final int ROUNDS = 400;
  private static final SpecParser PARSER =
      new SpecParser(ProjectName.DEFAULT, GlobSyntax.UNCHECKED);

  @Test
  void aSpecificationIsEqualAfterItsCanonicalForm() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      PipelineSpec spec = new RandomSpec(new Random(seed)).spec();
      String json = SpecJson.write(spec);
      assertThat(SpecJson.read(json)).as("seed %s: %s", seed, json).isEqualTo(spec);
      String yaml = Spelling.yaml(Spelling.camel(json));
      SpecFile file = PARSER.parse(new SpecText("f", yaml));
      assertThat(file.problems()).as("seed %s: %s", seed, yaml).isEmpty();
      assertThat(file.specs().get(0).spec()).as("seed %s: %s", seed, yaml).isEqualTo(spec);
    }
  }

  /** Nothing but problems, whatever the bytes. */
  @Test
  void damagedTextsNeverThrow() {
    for (int seed = 0; seed < 20 * ROUNDS; seed++) {
      Random random = new Random(seed);
      String json = SpecJson.write(new RandomSpec(random).spec());
      String text = random.nextBoolean() ? json : Spelling.yaml(json);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      byte[] damaged = damaged(bytes, random);
      try {
        SpecFile file = PARSER.parse(SpecSource.decode("f", damaged));
        SpecOrder.sorted(file.specs());
        file.specs().forEach(SupportedFeatures::problems);
      } catch (TuskException e) {
        assertThat(e.getMessage()).as("seed %s", seed).containsPattern("is not UTF-8: byte |NUL");
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(
            "seed " + seed + ": " + new String(damaged, StandardCharsets.UTF_8), e);
      }
    }
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    String marks = "{}[]:,\"'\\\n\t -&*!|>%@#0";
    byte[] out = bytes.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(out.length);
      switch (random.nextInt(4)) {
        case 0 -> out[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> out[at] = (byte) marks.charAt(random.nextInt(marks.length()));
        case 2 -> out = java.util.Arrays.copyOf(out, Math.max(1, at));
        default -> {
          int to = random.nextInt(out.length);
          System.arraycopy(bytes, 0, out, to, Math.min(out.length - to, at / 2));
        }
      }
    }
    return out;
  }

  @Test
  void aTextThatIsNoStoredSpecificationIsCorrupt() {
    assertThatThrownBy(() -> SpecJson.read("{}"))
        .isInstanceOf(TuskException.class)
        .hasMessage(
            "a stored specification cannot be read: stored specification:1:1: pipeline is missing; "
                + "give pipeline.name; check the store with \"tusk fsck\"");
    assertThatThrownBy(() -> SpecJson.read(""))
        .isInstanceOf(TuskException.class)
        .hasMessage(
            "a stored specification cannot be read: stored specification:1:1: there is no "
                + "specification in it; give at least one; check the store with \"tusk fsck\"");
  }
}
