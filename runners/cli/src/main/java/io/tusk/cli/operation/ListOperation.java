/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.operation;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.LimitOption;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.RawJson;
import io.tusk.cli.frame.View;
import io.tusk.log.RootRecord;
import io.tusk.repo.Operations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What was done to the store. */
@Command(
    description = "List what was done to the store, newest first; 'tusk undo ID' takes it back.",
    footer = {"", "Examples:", "  tusk list operation -n 20", "  tusk list operation --raw"})
public final class ListOperation extends QueryCommand {
  @Mixin private LimitOption number;

  @Override
  protected Answer answer(View view) {
    return Listing.of(
            new Operations(view.store()),
            record ->
                RawJson.object()
                    .put("id", record.number())
                    .put("time", record.time().toString())
                    .put("verb", record.operation().verb())
                    .put("subject", record.operation().subject())
                    .put("transaction", record.transaction()))
        .column("ID", RootRecord::number)
        .column("TIME", RootRecord::time)
        .column("OPERATION", RootRecord::operation)
        .limit(number.limit());
  }
}
