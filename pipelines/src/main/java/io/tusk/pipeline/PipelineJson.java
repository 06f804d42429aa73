/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.meta.MetadataValue;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.pieces.Ref;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.RawJson;
import io.tusk.spec.parse.SpecJson;
import io.tusk.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
  private static final String STATE = "state";
  private static final String WRITTEN = "written";
  private static final String FROM = "from";
  private static final String INPUT = "input";
  private static final String COMMIT = "commit";
  private static final String FILES = "files";
  private static final String BYTES = "bytes";

  private PipelineJson() {}

  static MetadataValue write(Pipeline pipeline) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put(VERSION, pipeline.version())
            .put(SALT, pipeline.salt())
            .put(OUTPUT, pipeline.output().name())
            .put(STATE, pipeline.state().name())
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
        PipelineState.valueOf(json.path(STATE).asText()),
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
    json.put(WRITTEN, version.written().text());
    Map<String, Ref> roots = new LinkedHashMap<>();
    version
        .jar()
        .ifPresent(
            jar -> {
              json.put(JAR, jar.size());
              jar.content().ifPresent(ref -> roots.put(JAR, ref));
            });
    writeStarts(version, json, roots);
    return new MetadataValue(json, roots);
  }

  private static void writeStarts(
      PipelineVersion version, ObjectNode json, Map<String, Ref> roots) {
    for (int i = 0; i < version.from().size(); i++) {
      Optional<InputStart> start = version.from().get(i);
      if (start.isPresent()) {
        FileSet files = start.get().files();
        json.withArray(FROM)
            .addObject()
            .put(INPUT, i)
            .put(COMMIT, start.get().commit().value())
            .put(FILES, files.files())
            .put(BYTES, files.bytes());
        if (files.root().root().isPresent()) {
          roots.put(FROM + i, files.root().root().get());
        }
      }
    }
  }

  static PipelineVersion version(PipelineName name, long number, MetadataValue value) {
    JsonNode json = value.json();
    PipelineSpec spec = SpecJson.read(json.path(SPEC).toString());
    return new PipelineVersion(
        name,
        number,
        Instant.parse(json.path(CREATED).asText()),
        json.path(SALT).asText(),
        spec,
        new RawJson(json.path(WRITTEN).asText()),
        json.has(JAR)
            ? Optional.of(new FileEntry(json.get(JAR).asLong(), value.root(JAR)))
            : Optional.empty(),
        starts(spec, value));
  }

  private static List<Optional<InputStart>> starts(PipelineSpec spec, MetadataValue value) {
    List<Optional<InputStart>> starts =
        new ArrayList<>(Collections.nCopies(PipelineInputs.leaves(spec).size(), Optional.empty()));
    for (JsonNode start : value.json().path(FROM)) {
      int input = start.path(INPUT).asInt();
      FileSet files =
          new FileSet(
              value.root(FROM + input).map(Tree::stored).orElse(Tree.EMPTY),
              start.path(FILES).asLong(),
              start.path(BYTES).asLong());
      CommitId commit = new CommitId(start.path(COMMIT).asText());
      starts.set(input, Optional.of(new InputStart(commit, files)));
    }
    return starts;
  }

  private static Map<String, Ref> roots(String name, Optional<Ref> root) {
    return root.<Map<String, Ref>>map(ref -> Map.of(name, ref)).orElse(Map.of());
  }
}
