/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists or shows something: as text for people, or as JSON or YAML for programs. */
@Command
public abstract class QueryCommand extends ReadCommand {
  @Mixin private RawOption raw;

  @Option(names = "--full-timestamps", order = 92, description = "Print times as RFC 3339, in UTC.")
  private boolean fullTimestamps;

  @Override
  protected final void read(View view) throws Exception {
    Answer answer = answer(view);
    if (isRaw()) {
      answer.forEachDocument(document -> raw.print(out(), document));
    } else {
      answer.print(out(), err(), new Values(terminal().clock(), fullTimestamps));
    }
  }

  /** Whether documents are printed; also where another option than {@code --raw} asks for them. */
  protected boolean isRaw() {
    return raw.isRaw();
  }

  protected abstract Answer answer(View view) throws Exception;
}
