/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say of fields that have no effect. */
final class SpecWarningsTest {
  @TempDir Path directory;

  @Test
  void eachHasItsPlaceAndStopsNothing() {
    Cli cli = new Cli(directory).withRepo("images");
    String more = ",\n\"transform\":{\"cmd\":[\"sh\"],\"debug\":true},\n\"enable_stats\":true";
    cli.file("spec.json", Specs.pipeline("upper", "images", more));
    String warnings =
        "spec.json:2:35: warning: transform.debug is without effect: logs are always complete\n"
            + "spec.json:3:1: warning: enable_stats is ignored: statistics of datums are always"
            + " kept\n";
    for (String verb : new String[] {"validate", "create"}) {
      Cli.Result result = cli.run(verb, "pipeline", "-f", "spec.json");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).isEqualTo(warnings);
    }
    assertThat(cli.ok("list", "pipeline", "--raw")).contains("\"name\" : \"upper\"");
  }
}
