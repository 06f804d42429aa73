/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.files.FileEntry;
import io.tusk.meta.MetadataValue;
import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.pieces.Ref;
import io.tusk.spec.parse.SpecJson;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Pipelines and their versions as metadata values. */
final class PipelineJson {
  private static final String VERSION = "version";
  private static final String SALT = "salt";
  private static final String OUTPUT = "output";
  private static final String CREATED = "created";
  private static final String RESULTS = "results";
  private static final String SPEC = "spec";
  private static final String JAR = "jar";

  private PipelineJson() {}

  static MetadataValue write(Pipeline pipeline) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put(VERSION, pipeline.version())
            .put(SALT, pipeline.salt())
            .put(OUTPUT, pipeline.output().name())
            .put(CREATED, pipeline.created().toString());
    return new MetadataValue(json, roots(RESULTS, pipeline.results()));
  }

  static Pipeline pipeline(PipelineName name, MetadataValue value) {
    JsonNode json = value.json();
    return new Pipeline(
        name,
        json.path(VERSION).asLong(),
        json.path(SALT).asText(),
        new BranchName(name.repo(), json.path(OUTPUT).asText()),
        Instant.parse(json.path(CREATED).asText()),
        value.root(RESULTS));
  }

  static MetadataValue write(PipelineVersion version) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put(CREATED, version.created().toString())
            .put(SALT, version.salt());
    json.set(SPEC, SpecJson.toJson(version.spec()));
    version.jar().ifPresent(jar -> json.put(JAR, jar.size()));
    return new MetadataValue(json, roots(JAR, version.jar().flatMap(FileEntry::content)));
  }

  static PipelineVersion version(PipelineName name, long number, MetadataValue value) {
    JsonNode json = value.json();
    return new PipelineVersion(
        name,
        number,
        Instant.parse(json.path(CREATED).asText()),
        json.path(SALT).asText(),
        SpecJson.read(json.path(SPEC).toString()),
        json.has(JAR)
            ? Optional.of(new FileEntry(json.get(JAR).asLong(), value.root(JAR)))
            : Optional.empty());
  }

  private static Map<String, Ref> roots(String name, Optional<Ref> root) {
    return root.<Map<String, Ref>>map(ref -> Map.of(name, ref)).orElse(Map.of());
  }
}
