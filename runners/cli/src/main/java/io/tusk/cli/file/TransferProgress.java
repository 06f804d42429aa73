/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.Terminal;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;

/** How much has been put or got, said on the error stream. Safe for many threads. */
class TransferProgress implements AutoCloseable {
  private static final String BACK_AND_CLEAR = "\r\u001b[K";
  private static final Duration ON_TERMINAL = Duration.ofMillis(200);
  private static final Duration IN_LOG = Duration.ofSeconds(10);

  private final PrintWriter err;
  private final Clock clock;
  private final Style style;
  private Instant next;
  private boolean drawn;
  private long files;
  private long bytes;

  private enum Style {
    NONE,
    /** One line, written over and over. */
    LINE,
    /** A line now and then, and one at the end. */
    LOG
  }

  /** {@code --progress}, for the commands that move bytes. */
  static final class Choice {
    @Option(
        names = "--progress",
        paramLabel = "true|false",
        arity = "0..1",
        fallbackValue = "true",
        description = "Say how far it is; without it on a terminal only.")
    private Boolean wanted;

    TransferProgress start(Terminal terminal, PrintWriter err) {
      boolean line = terminal.isInteractive();
      boolean any = wanted == null ? line : wanted;
      return new TransferProgress(
          err, terminal.clock(), any ? line ? Style.LINE : Style.LOG : Style.NONE);
    }
  }

  private TransferProgress(PrintWriter err, Clock clock, Style style) {
    this.err = err;
    this.clock = clock;
    this.style = style;
    this.next = style == Style.NONE ? Instant.MAX : clock.instant().plus(interval());
  }

  static TransferProgress none() {
    return new TransferProgress(null, null, Style.NONE);
  }

  /** The same, to which the bytes of what holds several files are told, and not their end. */
  TransferProgress ofBytes() {
    TransferProgress all = this;
    return new TransferProgress(err, clock, Style.NONE) {
      @Override
      void file() {}

      @Override
      void bytes(long count) {
        all.bytes(count);
      }
    };
  }

  private Duration interval() {
    return style == Style.LINE ? ON_TERMINAL : IN_LOG;
  }

  /** One more file is complete. */
  void file() {
    add(1, 0);
  }

  void bytes(long count) {
    add(0, count);
  }

  private synchronized void add(long moreFiles, long moreBytes) {
    files += moreFiles;
    bytes += moreBytes;
    draw();
  }

  private void draw() {
    if (style == Style.NONE) {
      return;
    }
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      next = now.plus(interval());
      drawn = true;
      print();
    }
  }

  private void print() {
    String text = files + (files == 1 ? " file, " : " files, ") + Format.size(bytes);
    if (style == Style.LINE) {
      err.print(BACK_AND_CLEAR + text);
    } else {
      err.println(text);
    }
    err.flush();
  }

  /** Leaves no line on a terminal; elsewhere the last one says all. */
  @Override
  public synchronized void close() {
    if (style == Style.LOG) {
      print();
    } else if (drawn) {
      err.print(BACK_AND_CLEAR);
      err.flush();
      drawn = false;
    }
  }
}
