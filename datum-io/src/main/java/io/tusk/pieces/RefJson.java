/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * References in JSON: {@code {"hash", "pack", "offset", "length"}}; the kind is the field's own.
 */
public final class RefJson {
  private RefJson() {}

  public static ObjectNode write(Ref ref) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("hash", ref.hash().toString())
        .put("pack", ref.location().pack().name().toString())
        .put("offset", ref.location().offset())
        .put("length", ref.location().length());
  }

  /**
   * @throws IllegalArgumentException where {@code json} is not such an object
   */
  public static Ref read(PieceKind kind, JsonNode json) {
    JsonNode offset = json.path("offset");
    JsonNode length = json.path("length");
    if (!offset.canConvertToExactIntegral()
        || !offset.canConvertToLong()
        || !length.canConvertToExactIntegral()
        || !length.canConvertToInt()) {
      throw new IllegalArgumentException("a reference has an offset and a length: " + json);
    }
    Location location =
        new Location(
            Pack.named(Hash.fromHex(json.path("pack").asText())), offset.asLong(), length.asInt());
    return new Ref(kind, Hash.fromHex(json.path("hash").asText()), location);
  }
}
