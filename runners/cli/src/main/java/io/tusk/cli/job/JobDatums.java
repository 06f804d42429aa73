/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.cli.frame.View;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.pipeline.Job;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import java.util.Collections;
import java.util.Iterator;

/** The datums of a job, by key; none while it has not ended. */
final class JobDatums implements Iterator<JobDatums.JobDatum> {
  private final Job job;
  private final Iterator<Entry> entries;

  JobDatums(View view, Job job) {
    this.job = job;
    this.entries =
        job.datums()
            .map(root -> view.store().trees().ascending(Tree.stored(root), new byte[0]))
            .orElse(Collections.emptyIterator());
  }

  record JobDatum(Job job, DatumKey key, DatumRecord record) {
    /** As people and programs read it. */
    String state() {
      if (!record.job().equals(job.id().set())) {
        return "skipped";
      }
      return switch (record.state()) {
        case PROCESSED -> "success";
        case RECOVERED -> "recovered";
        case FAILED -> "failed";
      };
    }
  }

  @Override
  public boolean hasNext() {
    return entries.hasNext();
  }

  @Override
  public JobDatum next() {
    Entry entry = entries.next();
    return new JobDatum(job, DatumKey.ofBytes(entry.key()), DatumRecord.decode(entry));
  }
}
