/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.datum.DatumKey;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.log.CheckedJson;
import io.tusk.name.CommitId;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.RefJson;
import io.tusk.plan.Plan;
import io.tusk.repo.Commit;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Plans as JSON; {@code docs/format-jobs.md}. */
final class JobPlanJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  private JobPlanJson() {}

  static byte[] write(JobPlan job) {
    ObjectNode json = JSON.createObjectNode().put("version", VERSION);
    Plan plan = job.plan();
    root(json, "items", plan.items());
    root(json, "leaves", plan.leaves());
    json.put("run", plan.run())
        .put("reuse", plan.reuse())
        .put("remove", plan.remove())
        .put("runBytes", plan.runBytes())
        .put("total", plan.total())
        .put("shape", job.shape().toString());
    job.base().ifPresent(id -> json.put("base", id.value()));
    ArrayNode inputs = json.putArray("inputs");
    for (Commit.Read input : job.inputs()) {
      ObjectNode item = files(inputs.addObject(), input.files());
      input.view().ifPresent(view -> files(item.putObject("view"), view));
    }
    ArrayNode shards = json.putArray("shards");
    for (Shard shard : job.shards()) {
      shards
          .addObject()
          .put("from", HexFormat.of().formatHex(shard.from().bytes()))
          .put("datums", shard.datums());
    }
    return CheckedJson.write(json);
  }

  static JobPlan read(byte[] bytes, String key) {
    try {
      JsonNode json =
          CheckedJson.read(bytes)
              .orElseThrow(() -> new IllegalArgumentException("its checksum is wrong"));
      if (json.path("version").asInt() != VERSION) {
        throw new TuskException(
            ErrorCode.FORMAT,
            "object "
                + key
                + " is a plan of version "
                + json.path("version").asInt()
                + "; use the version of tusk that made it");
      }
      Plan plan =
          new Plan(
              root(json, "items"),
              root(json, "leaves"),
              json.path("run").asLong(),
              json.path("reuse").asLong(),
              json.path("remove").asLong(),
              json.path("runBytes").asLong(),
              json.path("total").asLong());
      List<Commit.Read> inputs = new ArrayList<>();
      for (JsonNode input : json.path("inputs")) {
        inputs.add(
            new Commit.Read(
                files(input),
                input.has("view") ? Optional.of(files(input.get("view"))) : Optional.empty()));
      }
      List<Shard> shards = new ArrayList<>();
      for (JsonNode shard : json.path("shards")) {
        byte[] from = HexFormat.of().parseHex(shard.path("from").asText());
        shards.add(new Shard(shards.size(), DatumKey.ofBytes(from), shard.path("datums").asInt()));
      }
      return new JobPlan(
          plan,
          json.has("base")
              ? Optional.of(new CommitId(json.get("base").asText()))
              : Optional.empty(),
          Hash.fromHex(json.path("shape").asText()),
          List.copyOf(inputs),
          List.copyOf(shards));
    } catch (IllegalArgumentException e) {
      throw new TuskException(
          ErrorCode.CORRUPT, "object " + key + " is not a plan: " + e.getMessage(), e);
    }
  }

  private static ObjectNode files(ObjectNode json, FileSet files) {
    root(json, "root", files.root());
    return json.put("files", files.files()).put("bytes", files.bytes());
  }

  private static FileSet files(JsonNode json) {
    return new FileSet(
        root(json, "root"), json.path("files").asLong(), json.path("bytes").asLong());
  }

  private static void root(ObjectNode json, String field, Tree tree) {
    Optional<Ref> root = tree.root();
    root.ifPresent(ref -> json.set(field, RefJson.write(ref)));
  }

  private static Tree root(JsonNode json, String field) {
    return json.has(field)
        ? Tree.stored(RefJson.read(PieceKind.NODE, json.get(field)))
        : Tree.EMPTY;
  }
}
