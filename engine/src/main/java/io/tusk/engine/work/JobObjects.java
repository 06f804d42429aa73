/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import io.tusk.error.TuskException;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.ObjectStore;
import io.tusk.pipeline.JobId;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The keys of a running job's objects; {@code docs/format.md}, section 8. */
final class JobObjects {
  private static final String ALL = "jobs/";

  private final String prefix;

  JobObjects(JobId job) {
    this.prefix =
        ALL + job.set() + "/" + job.pipeline().project() + "/" + job.pipeline().name() + "/";
  }

  /** The jobs that have objects; a listing of one key for each. Keys of no job are passed by. */
  static Iterator<JobId> jobs(ObjectStore objects) {
    return new Iterator<>() {
      private Optional<JobId> next = after("");

      private Optional<JobId> after(String key) {
        String last = key;
        while (true) {
          List<String> found = objects.list(ALL, last, 1);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          Optional<JobId> job = jobOf(found.get(0));
          if (job.isPresent()) {
            return job;
          }
          last = found.get(0);
        }
      }

      @Override
      public boolean hasNext() {
        return next.isPresent();
      }

      @Override
      public JobId next() {
        JobId job = next.orElseThrow(NoSuchElementException::new);
        next = after(new JobObjects(job).end());
        return job;
      }
    };
  }

  private static Optional<JobId> jobOf(String key) {
    String[] elements = key.split("/", -1);
    if (elements.length < 5) {
      return Optional.empty();
    }
    try {
      PipelineName pipeline = new PipelineName(new ProjectName(elements[2]), elements[3]);
      return Optional.of(new JobId(pipeline, new CommitId(elements[1])));
    } catch (TuskException e) {
      return Optional.empty();
    }
  }

  /** Sorts after all keys of the job, and before those of any other after it. */
  private String end() {
    // '0' is the character after the slash.
    return prefix.substring(0, prefix.length() - 1) + "0";
  }

  /** What all keys of the job start with. */
  String prefix() {
    return prefix;
  }

  String plan() {
    return prefix + "plan";
  }

  String claimsOf(long attempt) {
    return prefix + "claims/" + attempt + "/";
  }

  String claim(long attempt, int number) {
    return claimsOf(attempt) + digits(number);
  }

  /** Of a claim's key. */
  static int numberOf(String claim) {
    return Integer.parseInt(claim.substring(claim.lastIndexOf('/') + 1));
  }

  String lane(long attempt, int lane) {
    return prefix + "lanes/" + attempt + "/" + digits(lane);
  }

  /** What the segments of all shards start with. */
  String segments() {
    return prefix + "segments/";
  }

  String segmentsOf(int shard) {
    return segments() + digits(shard) + "/";
  }

  String segment(int shard, int number) {
    return segmentsOf(shard) + digits(number);
  }

  String progressOf(long attempt) {
    return prefix + "progress/" + attempt + "/";
  }

  String progress(long attempt, String process) {
    return progressOf(attempt) + process;
  }

  String currentOf(long attempt) {
    return prefix + "current/" + attempt + "/";
  }

  String current(long attempt, int lane) {
    return currentOf(attempt) + digits(lane);
  }

  String faultsOf(long attempt) {
    return prefix + "faults/" + attempt + "/";
  }

  String fault(long attempt, int lane) {
    return faultsOf(attempt) + digits(lane);
  }

  String fault(long attempt, JobWork.Step step) {
    return faultsOf(attempt) + step.name().toLowerCase(Locale.ROOT);
  }

  String progress(long attempt, JobWork.Step step) {
    return progressOf(attempt) + step.name().toLowerCase(Locale.ROOT);
  }

  private static String digits(int number) {
    return String.format("%08d", number);
  }
}
