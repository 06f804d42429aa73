/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.datum.DatumKey;
import io.tusk.log.CheckedJson;
import io.tusk.pieces.Hash;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A datum that a lane has been running for a while.
 *
 * @param number of the try, from 1
 * @param started when the try began
 * @param log all tries' so far, for {@code LogText}
 */
public record CurrentDatum(DatumKey key, Hash id, int number, Instant started, byte[] log) {
  byte[] write() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("key", HexFormat.of().formatHex(key.bytes()))
            .put("id", id.toString())
            .put("try", number)
            .put("started", started.toString())
            .put("log", new String(log, UTF_8));
    return CheckedJson.write(json);
  }

  /** Nothing for what is half overwritten or unreadable: the next one will do. */
  static Optional<CurrentDatum> read(byte[] bytes) {
    return CheckedJson.read(bytes)
        .map(
            json ->
                new CurrentDatum(
                    DatumKey.ofBytes(HexFormat.of().parseHex(json.path("key").asText())),
                    Hash.fromHex(json.path("id").asText()),
                    json.path("try").asInt(),
                    Instant.parse(json.path("started").asText()),
                    json.path("log").asText().getBytes(UTF_8)));
  }
}
