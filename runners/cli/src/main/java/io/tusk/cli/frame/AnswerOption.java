/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import java.io.PrintWriter;
import java.time.Clock;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How an answer is printed: as text for people, or as JSON or YAML for programs. */
public final class AnswerOption {
  @Mixin private RawOption raw;

  @Option(names = "--full-timestamps", order = 92, description = "Print times as RFC 3339, in UTC.")
  private boolean fullTimestamps;

  boolean isRaw() {
    return raw.isRaw();
  }

  boolean isRawNamed() {
    return raw.isNamed();
  }

  public void print(Answer answer, PrintWriter out, PrintWriter err, Clock clock) {
    if (isRaw()) {
      printDocuments(answer, out);
    } else {
      printText(answer, out, err, clock);
    }
  }

  void printDocuments(Answer answer, PrintWriter out) {
    answer.forEachDocument(
        document -> {
          raw.print(out, document);
          if (answer.isLive()) {
            out.flush();
          }
        });
  }

  void printText(Answer answer, PrintWriter out, PrintWriter err, Clock clock) {
    answer.print(out, err, new Values(clock, fullTimestamps));
  }
}
