/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.defaults;

import io.tusk.cli.frame.SpecOption;
import io.tusk.pipeline.DefaultsChanges;
import io.tusk.pipeline.DefaultsScope;
import io.tusk.repo.Transaction;
import io.tusk.spec.parse.DefaultsFile;
import io.tusk.spec.text.SpecProblem;
import io.tusk.spec.text.SpecText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sets defaults, in place of those that there are. */
@Command
abstract class PutDefaults extends DefaultsCommand {
  @Mixin private SpecOption file;

  private SpecText text;
  private DefaultsFile defaults;

  @Override
  final void read() {
    take(file.text(terminal()));
    defaults.problems().stream()
        .filter(problem -> !problem.isError())
        .map(SpecProblem::toString)
        .forEach(err()::println);
    defaults.requireValid();
  }

  @Override
  protected final String attachment() {
    return text.content();
  }

  @Override
  protected final void restore(String attachment) {
    take(new SpecText(file.location().source(terminal()), attachment));
  }

  private void take(SpecText newText) {
    text = newText;
    defaults = DefaultsFile.parse(text);
  }

  @Override
  final void changeDefaults(Transaction tx, DefaultsScope of) {
    DefaultsChanges.put(tx, of, defaults.requireValid());
  }
}
