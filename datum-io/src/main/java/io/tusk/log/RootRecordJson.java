/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.RefJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Root records as bytes: one JSON object that ends in its own checksum. */
final class RootRecordJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RootRecordJson() {}

  static byte[] write(RootRecord record) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", RootRecord.FORMAT);
    json.put("number", record.number());
    json.put("transaction", record.transaction());
    record.previous().ifPresent(hash -> json.put("previous", hash.toString()));
    record.metadata().ifPresent(ref -> json.set("metadata", RefJson.write(ref)));
    record.index().ifPresent(ref -> json.set("index", RefJson.write(ref)));
    json.put("oldest", record.oldest());
    json.put("time", record.time().toString());
    json.putObject("operation")
        .put("verb", record.operation().verb())
        .put("subject", record.operation().subject());
    record
        .genesis()
        .ifPresent(
            genesis ->
                json.put("store", genesis.storeId()).set("parameters", genesis.parameters()));
    return CheckedJson.write(json);
  }

  /** Reads the record under {@code key}; {@code where} names the store for messages. */
  static RootRecord read(byte[] bytes, String key, String where) {
    ObjectNode json =
        CheckedJson.parse(bytes).orElseThrow(() -> corrupt(key, where, "is not a JSON object"));
    if (CheckedJson.read(bytes).isEmpty()) {
      throw corrupt(key, where, "does not agree with its checksum");
    }
    long format = json.path("format").asLong();
    if (format > RootRecord.FORMAT) {
      throw new TuskException(
          ErrorCode.FORMAT,
          "store "
              + where
              + " has format "
              + format
              + "; this program knows formats up to "
              + RootRecord.FORMAT
              + ": use a newer version of tusk");
    }
    if (format != RootRecord.FORMAT) {
      throw corrupt(key, where, "is not a root record");
    }
    try {
      return record(json);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw corrupt(key, where, "is malformed: " + e.getMessage());
    }
  }

  private static RootRecord record(JsonNode json) {
    Optional<RootRecord.Genesis> genesis = Optional.empty();
    if (json.path("parameters") instanceof ObjectNode parameters) {
      genesis = Optional.of(new RootRecord.Genesis(json.path("store").asText(), parameters));
    }
    return new RootRecord(
        json.path("number").asLong(),
        json.path("transaction").asText(),
        json.has("previous")
            ? Optional.of(Hash.fromHex(json.get("previous").asText()))
            : Optional.empty(),
        root(json, "metadata"),
        root(json, "index"),
        json.path("oldest").asLong(),
        Instant.parse(json.path("time").asText()),
        new Operation(
            json.path("operation").path("verb").asText(),
            json.path("operation").path("subject").asText()),
        genesis);
  }

  private static Optional<Ref> root(JsonNode json, String field) {
    return json.has(field)
        ? Optional.of(RefJson.read(PieceKind.NODE, json.get(field)))
        : Optional.empty();
  }

  private static TuskException corrupt(String key, String where, String fact) {
    return new TuskException(
        ErrorCode.CORRUPT,
        "object "
            + key
            + " of store "
            + where
            + " "
            + fact
            + "; run 'tusk fsck' for the whole damage");
  }
}
