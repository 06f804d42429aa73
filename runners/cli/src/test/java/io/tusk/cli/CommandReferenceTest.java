/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CommandReferenceTest {
  /** If it fails, run it with {@code -Dgolden.update=true}, and look at the difference. */
  @Test
  void thePageSaysWhatTheCommandsSay() {
    Golden.assertMatches(
        Path.of("../../docs/commands.md"), CommandReference.of(Cli.commands().whole()));
  }
}
