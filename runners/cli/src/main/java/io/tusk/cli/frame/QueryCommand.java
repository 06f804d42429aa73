/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists or shows something: as text for people, or as JSON or YAML for programs. */
@Command
public abstract class QueryCommand extends ReadCommand {
  @Mixin private AnswerOption answers;

  @Override
  protected final void read(View view) throws Exception {
    try (Answer answer = answer(view)) {
      if (isRaw()) {
        answers.printDocuments(answer, out());
      } else {
        answers.printText(answer, out(), err(), terminal().clock());
      }
    }
  }

  /** Whether documents are printed; also where another option than {@code --raw} asks for them. */
  protected boolean isRaw() {
    return answers.isRaw();
  }

  /** Whether {@code --raw} itself is given, and not only a language. */
  protected final boolean isRawNamed() {
    return answers.isRawNamed();
  }

  protected abstract Answer answer(View view) throws Exception;
}
