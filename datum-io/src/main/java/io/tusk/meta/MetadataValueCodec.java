/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.meta;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import io.tusk.tree.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metadata values as tree entries; {@code docs/format.md}, section 6. */
final class MetadataValueCodec {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOTS = "roots";
  private static final int MAX_HELD_BYTES = 2_048;
  private static final byte[] IN_CHUNK = {0};

  private MetadataValueCodec() {}

  static Entry encode(byte[] key, MetadataValue value, PackWriter out) {
    ObjectNode json = value.json();
    if (!value.roots().isEmpty()) {
      json = json.deepCopy();
      value.roots().keySet().forEach(json.putArray(ROOTS)::add);
    }
    try {
      byte[] bytes = JSON.writeValueAsBytes(json);
      List<Ref> refs = new ArrayList<>();
      if (bytes.length > MAX_HELD_BYTES) {
        refs.add(out.writeChunk(bytes, 0, bytes.length));
        bytes = IN_CHUNK;
      }
      refs.addAll(value.roots().values());
      return Entry.of(key, bytes, refs);
    } catch (JsonProcessingException e) {
      throw new TuskException(ErrorCode.INTERNAL, "a value could not be written: " + e, e);
    }
  }

  static MetadataValue decode(Entry entry, PieceReader pieces) {
    String key = new String(entry.key(), UTF_8);
    try {
      boolean inChunk = entry.value().length == 1 && entry.value()[0] == 0;
      byte[] bytes = inChunk ? pieces.chunk(entry.refs().get(0)) : entry.value();
      if (!(JSON.readTree(bytes) instanceof ObjectNode json)) {
        throw malformed(key);
      }
      Map<String, Ref> roots = new LinkedHashMap<>();
      JsonNode names = json.remove(ROOTS);
      int next = inChunk ? 1 : 0;
      if (names != null) {
        for (JsonNode name : names) {
          roots.put(name.asText(), entry.refs().get(next++));
        }
      }
      return new MetadataValue(json, roots);
    } catch (IOException | IndexOutOfBoundsException e) {
      throw malformed(key);
    }
  }

  private static TuskException malformed(String key) {
    return new TuskException(
        ErrorCode.CORRUPT,
        "metadata key \"" + key + "\" is malformed; run 'tusk fsck' for the whole damage");
  }
}
