/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.meta.MetadataValue;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.repo.Catalog;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the ticks of a cron input stand; {@code docs/format.md}, section 6.
 *
 * @param repo gets the ticks
 * @param made when the repository was created
 * @param since ticks that are not later do not count
 * @param ticked the newest tick on schedule
 */
public record CronState(
    RepoName repo, PipelineName pipeline, Instant made, Instant since, Optional<Instant> ticked) {
  private static final String PIPELINE = "pipeline";
  private static final String MADE = "made";
  private static final String SINCE = "since";
  private static final String TICKED = "ticked";

  /** Of the input that has its ticks in {@code repo}. */
  public static Optional<CronState> find(Catalog catalog, RepoName repo) {
    return catalog.metadata().find(PipelineKeys.cron(repo)).map(value -> read(repo, value));
  }

  /** All by project and repository. */
  static Iterator<CronState> all(Catalog catalog) {
    return map(
        catalog.metadata().ascending(PipelineKeys.CRONS),
        item -> read(PipelineKeys.cronAt(item.key()), item.value()));
  }

  /** Whether the repository that is there now is the one that gets the ticks. */
  public boolean owns(Catalog catalog) {
    return catalog.repo(repo).filter(found -> found.created().equals(made)).isPresent();
  }

  /** Ticks that are later than this are wanted. */
  Instant last() {
    return ticked.filter(since::isBefore).orElse(since);
  }

  CronState since(Instant time) {
    return new CronState(repo, pipeline, made, time, ticked);
  }

  CronState made(Instant time) {
    return new CronState(repo, pipeline, time, since, ticked);
  }

  CronState ticked(Instant time) {
    return new CronState(repo, pipeline, made, since, Optional.of(time));
  }

  MetadataValue write() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray(PIPELINE).add(pipeline.project().value()).add(pipeline.name());
    json.put(MADE, made.toString()).put(SINCE, since.toString());
    ticked.ifPresent(time -> json.put(TICKED, time.toString()));
    return MetadataValue.of(json);
  }

  static CronState read(RepoName repo, MetadataValue value) {
    JsonNode json = value.json();
    JsonNode name = json.path(PIPELINE);
    return new CronState(
        repo,
        new PipelineName(new ProjectName(name.path(0).asText()), name.path(1).asText()),
        Instant.parse(json.path(MADE).asText()),
        Instant.parse(json.path(SINCE).asText()),
        Optional.ofNullable(json.get(TICKED)).map(JsonNode::asText).map(Instant::parse));
  }

  private static <S, T> Iterator<T> map(Iterator<S> items, Function<S, T> function) {
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
