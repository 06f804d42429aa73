/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command says that breaks down in a way that nobody foresaw. */
final class BreakdownTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(directory).withRepo("images");
  }

  /** A command that throws that while it reads its input. */
  private Cli.Result broken(Supplier<Error> thrown) {
    InputStream input =
        new InputStream() {
          @Override
          public int read() {
            throw thrown.get();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            throw thrown.get();
          }
        };
    Cli.Result result = cli.input(input).run("put", "file", "images@master:/a");
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(1);
    assertThat(cli.ok("list", "commit", "images").lines()).hasSize(1);
    cli.assertSound();
    return result;
  }

  @Test
  void memoryThatRanOut() {
    assertThat(broken(() -> new OutOfMemoryError("Java heap space")).err())
        .matches(
            "tusk: the command ran out of memory: the heap is \\d+ MiB at most \\(Java heap space\\);"
                + " TUSK_JAVA_OPTS=-Xmx\\d+[mg] allows more\n");
  }

  @Test
  void whatIsADefectHasATrace() {
    for (Error thrown :
        new Error[] {new StackOverflowError(), new NoClassDefFoundError("some/Thing")}) {
      assertThat(broken(() -> thrown).err())
          .startsWith(
              "tusk: this is a defect of tusk; please report it with what follows\n"
                  + thrown
                  + "\n")
          .contains("\n\tat ");
    }
  }
}
