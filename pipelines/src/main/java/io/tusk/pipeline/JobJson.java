/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.datum.DatumStats;
import io.tusk.meta.MetadataValue;
import io.tusk.name.FilePath;
import io.tusk.pieces.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs as metadata values. */
final class JobJson {
  private static final String STATE = "state";
  private static final String VERSION = "version";
  private static final String REASON = "reason";
  private static final String ATTEMPT = "attempt";
  private static final String OWNER = "owner";
  private static final String CREATED = "created";
  private static final String STARTED = "started";
  private static final String FINISHED = "finished";
  private static final String COUNTS = "counts";
  private static final String STATS = "stats";
  private static final String DATUMS = "datums";
  private static final String RESTARTS = "restarts";

  private JobJson() {}

  static MetadataValue write(Job job) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put(STATE, job.state().name())
            .put(VERSION, job.version())
            .put(REASON, job.reason())
            .put(ATTEMPT, job.attempt())
            .put(CREATED, job.created().toString());
    job.owner()
        .ifPresent(
            owner ->
                json.putObject(OWNER)
                    .put("host", owner.host())
                    .put("boot", owner.boot())
                    .put("pid", owner.pid())
                    .put("started", owner.started())
                    .put("nonce", owner.nonce()));
    job.started().ifPresent(time -> json.put(STARTED, time.toString()));
    job.finished().ifPresent(time -> json.put(FINISHED, time.toString()));
    JobCounts counts = job.counts();
    json.putObject(COUNTS)
        .put("total", counts.total())
        .put("processed", counts.processed())
        .put("skipped", counts.skipped())
        .put("recovered", counts.recovered())
        .put("failed", counts.failed());
    if (!job.restarts().isEmpty()) {
      ArrayNode restarts = json.putArray(RESTARTS);
      for (DatumRestart restart : job.restarts()) {
        ArrayNode paths = restarts.addObject().put("number", restart.number()).putArray("paths");
        restart.paths().forEach(path -> paths.add(path.value()));
      }
    }
    DatumStats stats = job.stats();
    json.putObject(STATS)
        .put("downloadMillis", stats.download().toMillis())
        .put("processMillis", stats.process().toMillis())
        .put("uploadMillis", stats.upload().toMillis())
        .put("downloadBytes", stats.downloadBytes())
        .put("uploadBytes", stats.uploadBytes());
    return new MetadataValue(
        json, job.datums().<Map<String, Ref>>map(ref -> Map.of(DATUMS, ref)).orElse(Map.of()));
  }

  static Job read(JobId id, MetadataValue value) {
    JsonNode json = value.json();
    JsonNode counts = json.path(COUNTS);
    JsonNode stats = json.path(STATS);
    return new Job(
        id,
        JobState.valueOf(json.path(STATE).asText()),
        json.path(VERSION).asLong(),
        json.path(REASON).asText(),
        json.path(ATTEMPT).asLong(),
        owner(json.path(OWNER)),
        Instant.parse(json.path(CREATED).asText()),
        time(json, STARTED),
        time(json, FINISHED),
        new JobCounts(
            counts.path("total").asLong(),
            counts.path("processed").asLong(),
            counts.path("skipped").asLong(),
            counts.path("recovered").asLong(),
            counts.path("failed").asLong()),
        new DatumStats(
            Duration.ofMillis(stats.path("downloadMillis").asLong()),
            Duration.ofMillis(stats.path("processMillis").asLong()),
            Duration.ofMillis(stats.path("uploadMillis").asLong()),
            stats.path("downloadBytes").asLong(),
            stats.path("uploadBytes").asLong()),
        value.root(DATUMS),
        restarts(json.path(RESTARTS)));
  }

  private static List<DatumRestart> restarts(JsonNode json) {
    List<DatumRestart> restarts = new ArrayList<>();
    for (JsonNode restart : json) {
      List<FilePath> paths = new ArrayList<>();
      restart.path("paths").forEach(path -> paths.add(FilePath.parse(path.asText())));
      restarts.add(new DatumRestart(restart.path("number").asLong(), paths));
    }
    return restarts;
  }

  private static Optional<JobOwner> owner(JsonNode json) {
    return json.isObject()
        ? Optional.of(
            new JobOwner(
                json.path("host").asText(),
                json.path("boot").asText(),
                json.path("pid").asLong(),
                json.path("started").asLong(),
                json.path("nonce").asText()))
        : Optional.empty();
  }

  private static Optional<Instant> time(JsonNode json, String field) {
    return json.hasNonNull(field)
        ? Optional.of(Instant.parse(json.get(field).asText()))
        : Optional.empty();
  }
}
