/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.datum.DatumKey;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.CheckedJson;
import io.tusk.name.CommitId;
import io.tusk.pieces.Hash;
import io.tusk.plan.Plan;
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
    ReadsJson.root(json, "items", plan.items());
    ReadsJson.root(json, "leaves", plan.leaves());
    json.put("run", plan.run())
        .put("reuse", plan.reuse())
        .put("remove", plan.remove())
        .put("runBytes", plan.runBytes())
        .put("total", plan.total())
        .put("shape", job.shape().toString());
    job.base().ifPresent(id -> json.put("base", id.value()));
    json.set("inputs", ReadsJson.write(job.inputs()));
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
              ReadsJson.root(json, "items"),
              ReadsJson.root(json, "leaves"),
              json.path("run").asLong(),
              json.path("reuse").asLong(),
              json.path("remove").asLong(),
              json.path("runBytes").asLong(),
              json.path("total").asLong());
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
          ReadsJson.read(json.path("inputs")),
          List.copyOf(shards));
    } catch (IllegalArgumentException e) {
      throw new TuskException(
          ErrorCode.CORRUPT, "object " + key + " is not a plan: " + e.getMessage(), e);
    }
  }
}
