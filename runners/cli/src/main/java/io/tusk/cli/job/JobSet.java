/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.Iterators;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.RawJson;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.CommitId;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.repo.Catalog;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * All jobs of one id.
 *
 * @param jobs at least one
 */
record JobSet(List<Job> jobs) {
  /**
   * @param jobs those of one id beside each other
   */
  static Listing<JobSet> listing(Catalog catalog, Iterator<Job> jobs) {
    JobDocuments documents = new JobDocuments(catalog);
    Iterator<JobSet> sets =
        Iterators.map(Iterators.group(jobs, job -> job.id().set()), JobSet::new);
    return Listing.of(sets, set -> set.document(documents))
        .column("ID", JobSet::id)
        .column("SUBJOBS", set -> set.jobs().size())
        .column("PROGRESS", JobSet::progress)
        .column("CREATED", JobSet::created)
        .column("MODIFIED", JobSet::modified);
  }

  /**
   * The jobs of an id.
   *
   * @throws TuskException NOT_FOUND when there are none
   */
  static List<Job> require(JobCatalog jobs, CommitId id) {
    List<Job> found = jobs.jobs(id);
    if (found.isEmpty()) {
      throw new TuskException(
          ErrorCode.NOT_FOUND,
          "no job has the id " + id + "; 'tusk list job' shows those that exist");
    }
    return found;
  }

  private CommitId id() {
    return jobs.get(0).id().set();
  }

  private String progress() {
    long ended = jobs.stream().filter(job -> job.state().isTerminal()).count();
    return Format.bar(ended, jobs.size());
  }

  private Instant created() {
    return jobs.stream().map(Job::created).min(Comparator.naturalOrder()).orElseThrow();
  }

  private Instant modified() {
    return jobs.stream()
        .map(job -> job.finished().or(job::started).orElse(job.created()))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private ObjectNode document(JobDocuments documents) {
    ObjectNode json = RawJson.object();
    json.putObject("job_set").put("id", id().value());
    ArrayNode array = json.putArray("jobs");
    jobs.forEach(job -> array.add(documents.of(job)));
    return json;
  }
}
