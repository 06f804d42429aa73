/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.egress;

import io.tusk.engine.url.ObjectCopies;
import io.tusk.engine.url.ObjectUrl;
import io.tusk.engine.url.UrlFiles;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetDifferences;
import io.tusk.files.PathChange;
import io.tusk.host.Stopwatch;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobOperation;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Commit;
import io.tusk.repo.TuskStore;
import io.tusk.spec.Egress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the output of one job to the bucket that its specification names, before the job ends:
 * every file that is not there yet as it is now, for all that Tusk has copied. Files that the
 * output has no more stay there. Doing it again writes the same bytes.
 */
public final class OutputEgress {
  private static final Logger LOG = LoggerFactory.getLogger(OutputEgress.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final TuskStore store;
  private final Supplier<UrlFiles> urls;
  private final Job job;
  private final ObjectUrl target;
  private final String salt;
  private Optional<FileSet> copied = Optional.empty();

  private OutputEgress(
      TuskStore store, Supplier<UrlFiles> urls, Job job, ObjectUrl target, String salt) {
    this.store = store;
    this.urls = urls;
    this.job = job;
    this.target = target;
    this.salt = salt;
  }

  /** What a job has to do; nothing where its specification names no bucket. */
  public static Optional<OutputEgress> of(
      TuskStore store, Supplier<UrlFiles> urls, Job job, PipelineVersion version) {
    return version
        .spec()
        .egress()
        .filter(Egress.ObjectStorage.class::isInstance)
        .map(Egress.ObjectStorage.class::cast)
        .map(
            storage ->
                new OutputEgress(store, urls, job, ObjectUrl.parse(storage.url()), version.salt()));
  }

  /**
   * Copies {@code files}, whose nodes are durable; the job is EGRESSING meanwhile.
   *
   * @return why it could not be, for people; nothing where it was
   * @throws TuskException CONFLICT when the job is no longer at that attempt; where the target is
   *     not the cause
   */
  public Optional<String> copy(FileSet files) {
    if (copied.filter(files::sameContent).isPresent()) {
      return Optional.empty();
    }
    FileSet there = copied.or(this::marked).orElse(FileSet.EMPTY);
    if (!there.sameContent(files)) {
      // From here on nobody knows what is there, until the job has ended well.
      EgressMark.remove(store.objects(), job.id().pipeline());
      store.transact(
          JobOperation.EGRESS.of(job.id()),
          tx -> {
            JobChanges.egress(tx, job.id(), job.attempt());
            return null;
          });
      Optional<String> failure = copy(there, files);
      if (failure.isPresent()) {
        return failure;
      }
    }
    copied = Optional.of(files);
    return Optional.empty();
  }

  private Optional<String> copy(FileSet there, FileSet files) {
    try (ObjectCopies copies =
        new ObjectCopies(store.files(), urls.get(), store.host(), new ObjectCopies.Listener() {})) {
      try {
        copy(store.files().differences(there, files), copies);
        return Optional.empty();
      } catch (TuskException e) {
        if (!copies.isOfTarget(e)) {
          throw e;
        }
        return Optional.of("egress to " + target + " failed: " + e.getMessage());
      }
    }
  }

  private void copy(FileSetDifferences differences, ObjectCopies copies) {
    Stopwatch watch = Stopwatch.start();
    Duration next = LOOK;
    while (differences.hasNext()) {
      PathChange change = differences.next();
      if (change.after().orElse(null) instanceof FileEntry file) {
        copies.copyLater(file, target.below(change.path().value().substring(1)));
      }
      if (watch.elapsed().compareTo(next) > 0) {
        requireCurrent();
        next = watch.elapsed().plus(LOOK);
      }
    }
    copies.finish(this::requireCurrent);
  }

  /** What an earlier job has copied, with nothing after it. */
  private Optional<FileSet> marked() {
    return EgressMark.read(store.objects(), job.id().pipeline())
        .filter(mark -> mark.target().equals(target) && mark.salt().equals(salt))
        .flatMap(
            mark -> store.snapshot().catalog().commit(job.id().pipeline().repo(), mark.commit()))
        .filter(Commit::isReadable)
        .map(Commit::files);
  }

  private void requireCurrent() {
    Optional<Job> now = new JobCatalog(store.snapshot().catalog()).job(job.id());
    if (now.filter(found -> found.isRun(job.attempt())).isEmpty()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "job " + job.id() + " was ended while its output was copied to " + target);
    }
  }

  /** Remembers that all is there; for after the job's good end, which it does not change. */
  public void finished() {
    try {
      new EgressMark(target, salt, job.id().set()).write(store.objects(), job.id().pipeline());
    } catch (TuskException e) {
      LOG.warn("the next job of {} will copy all of its output", job.id().pipeline(), e);
    }
  }
}
