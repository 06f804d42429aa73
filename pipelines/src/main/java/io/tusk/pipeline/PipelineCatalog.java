/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.meta.Metadata;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The pipelines that some metadata shows. */
public final class PipelineCatalog {
  private final Catalog catalog;
  private final Metadata metadata;

  public PipelineCatalog(Catalog catalog) {
    this.catalog = catalog;
    this.metadata = catalog.metadata();
  }

  public Optional<Pipeline> pipeline(PipelineName name) {
    return metadata
        .find(PipelineKeys.pipeline(name))
        .map(value -> PipelineJson.pipeline(name, value));
  }

  /**
   * @throws TuskException NOT_FOUND
   */
  public Pipeline requirePipeline(PipelineName name) {
    return pipeline(name)
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.NOT_FOUND,
                    "pipeline "
                        + name
                        + " does not exist; 'tusk list pipeline' shows those that do"));
  }

  /** All pipelines by project and name. */
  public Iterator<Pipeline> pipelines() {
    return map(metadata.ascending(PipelineKeys.PIPELINES), PipelineCatalog::read);
  }

  public Iterator<Pipeline> pipelines(ProjectName project) {
    return map(metadata.ascending(PipelineKeys.pipelinesOf(project)), PipelineCatalog::read);
  }

  public Optional<PipelineVersion> version(PipelineName name, long number) {
    return metadata
        .find(PipelineKeys.version(name, number))
        .map(value -> PipelineJson.version(name, number, value));
  }

  /**
   * @throws TuskException NOT_FOUND
   */
  public PipelineVersion requireVersion(PipelineName name, long number) {
    return version(name, number)
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.NOT_FOUND,
                    "pipeline "
                        + name
                        + " has no version "
                        + number
                        + "; 'tusk list pipeline "
                        + name.name()
                        + " --history all' shows them"));
  }

  public PipelineVersion newestVersion(Pipeline pipeline) {
    return requireVersion(pipeline.name(), pipeline.version());
  }

  /**
   * @throws TuskException NOT_FOUND, for the pipeline or when it has fewer versions
   */
  public PipelineVersion requireVersion(PipelineRef ref) {
    Pipeline pipeline = requirePipeline(ref.pipeline());
    if (ref.number() > 0) {
      return requireVersion(pipeline.name(), ref.number());
    }
    if (ref.back() >= pipeline.version()) {
      throw new TuskException(
          ErrorCode.NOT_FOUND,
          "pipeline "
              + pipeline.name()
              + " has "
              + (pipeline.version() == 1 ? "only 1 version" : pipeline.version() + " versions")
              + ", so none is "
              + ref.back()
              + " before the newest; 'tusk list pipeline "
              + pipeline.name().name()
              + " --history all' shows them");
    }
    return requireVersion(pipeline.name(), pipeline.version() - ref.back());
  }

  /**
   * The time of a commit set, which all versions that were made before it or with it are not after.
   *
   * @throws TuskException NOT_FOUND
   */
  public Instant timeOf(CommitId set) {
    List<Commit> commits = catalog.commitSet(set);
    if (commits.isEmpty()) {
      throw new TuskException(
          ErrorCode.NOT_FOUND,
          "no commit has the id " + set + "; 'tusk list commit' shows those that exist");
    }
    return commits.get(0).started();
  }

  /** The version that was the newest one at a time; none when the pipeline came later. */
  public Optional<PipelineVersion> versionAt(PipelineName name, Instant time) {
    Iterator<PipelineVersion> versions = versions(name);
    while (versions.hasNext()) {
      PipelineVersion version = versions.next();
      if (!version.created().isAfter(time)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** The versions of a pipeline, newest first. */
  public Iterator<PipelineVersion> versions(PipelineName name) {
    return map(
        metadata.descending(PipelineKeys.versionsOf(name)),
        item -> PipelineJson.version(name, PipelineKeys.numberAt(item.key(), 3), item.value()));
  }

  private static Pipeline read(Metadata.Item item) {
    return PipelineJson.pipeline(PipelineKeys.pipelineAt(item.key(), 1), item.value());
  }

  private static <T> Iterator<T> map(
      Iterator<Metadata.Item> items, Function<Metadata.Item, T> function) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public T next() {
        return function.apply(items.next());
      }
    };
  }
}
