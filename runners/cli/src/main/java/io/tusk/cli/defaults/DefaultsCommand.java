/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.defaults;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.cli.frame.RawOption;
import io.tusk.name.PipelineName;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.DefaultsCatalog;
import io.tusk.pipeline.DefaultsChanges;
import io.tusk.pipeline.DefaultsScope;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes defaults, and with {@code --regenerate} the pipelines that they change. */
@Command
abstract class DefaultsCommand extends ChangeCommand {
  @Mixin private ScopeOption scope;

  @Option(
      names = "--regenerate",
      description = "Also make new versions of the pipelines that this changes.")
  private boolean regenerate;

  @Option(
      names = "--reprocess",
      description = "With --regenerate: run all datums of those pipelines again.")
  private boolean reprocess;

  @Option(
      names = "--dry-run",
      description =
          "Print what the defaults and the changed pipelines would be, and change nothing.")
  private boolean dryRun;

  private TuskStore store;
  private List<PipelineName> changed = List.of();

  /** Reads what the command needs. */
  abstract void read();

  abstract void changeDefaults(Transaction tx, DefaultsScope of);

  @Override
  protected boolean prepare() {
    if (reprocess && !regenerate) {
      throw misuse("--reprocess goes with --regenerate");
    }
    scope.scope(project());
    read();
    if (!dryRun) {
      return true;
    }
    try (TuskStore present = openStore();
        PackWriter out = present.newPackWriter()) {
      store = present;
      new RawOption()
          .print(
              out(),
              present.rehearse(
                  out,
                  tx -> {
                    present.snapshot().catalog().requireProject(project());
                    change(tx);
                    return DefaultsText.document(
                        new DefaultsCatalog(tx.catalog()).find(scope.scope(project())));
                  }));
      report();
    }
    return false;
  }

  @Override
  protected final String subject() {
    return scope.scope(project()).toString();
  }

  @Override
  protected final void upload(TuskStore into, PackWriter out) {
    store = into;
  }

  @Override
  protected final void change(Transaction tx) {
    changeDefaults(tx, scope.scope(project()));
    changed =
        regenerate
            ? DefaultsChanges.regenerate(
                tx, reprocess ? Processed.REPROCESS : Processed.KEEP, () -> store.host().randomId())
            : List.of();
  }

  @Override
  protected final void report() {
    if (regenerate) {
      err()
          .println(
              changed.isEmpty()
                  ? "no pipeline changes"
                  : (dryRun ? "pipelines that would change: " : "changed pipelines: ")
                      + String.join(", ", changed.stream().map(PipelineName::toString).toList()));
    }
  }
}
