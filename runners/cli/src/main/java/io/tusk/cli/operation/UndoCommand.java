/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.operation;

import io.tusk.cli.frame.WriteCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.Operation;
import io.tusk.log.RootRecord;
import io.tusk.pipeline.PipelineUndoRule;
import io.tusk.repo.RepoUndoRule;
import io.tusk.repo.TuskStore;
import io.tusk.repo.Undo;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes an operation back. */
@Command(
    name = "undo",
    description = {
      "Take back an operation, by default the newest that can be taken back.",
      "It fails, and changes nothing, where a later operation changed the same things or needs"
          + " them, and for what a job has done. An undo is an operation itself: 'tusk undo' once"
          + " more takes it back."
    },
    footer = {"", "Examples:", "  tusk undo", "  tusk list operation -n 5", "  tusk undo 42"})
public final class UndoCommand extends WriteCommand {
  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "The operation's number, as 'tusk list operation' shows it.")
  private Long id;

  @Override
  protected void write(TuskStore store) {
    Undo undo = new Undo(store, List.of(new RepoUndoRule(store), new PipelineUndoRule()));
    long number = id != null ? id : newest(undo);
    Operation undone = undo.undo(number);
    out().println("undone: operation " + number + " (" + undone + ")");
  }

  private static long newest(Undo undo) {
    return undo.newest()
        .map(RootRecord::number)
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.NOT_FOUND,
                    "there is no operation that can be undone; 'tusk list operation' shows what"
                        + " was done"));
  }
}
