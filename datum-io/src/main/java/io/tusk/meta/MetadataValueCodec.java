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
import io.tusk.pieces.Ref;
import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/** Metadata values as tree entries; {@code docs/format.md}, section 6. */
final class MetadataValueCodec {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOTS = "roots";
  private static final int MAX_HELD_BYTES = 2_048;
  private static final byte[] NOTHING = {};
  private static final byte[] IN_CHUNK = {0};

  /** So many references fit beside a value that is held. */
  private static final int MAX_HELD_REFS = 64;

  private MetadataValueCodec() {}

  static Entry encode(byte[] key, MetadataValue value, Trees trees, PackWriter out) {
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
      refs.addAll(held(List.copyOf(value.roots().values()), trees, out));
      return Entry.of(key, bytes, refs);
    } catch (JsonProcessingException e) {
      throw new TuskException(ErrorCode.INTERNAL, "a value could not be written: " + e, e);
    }
  }

  /** The references themselves, or where they are too many, that of a tree that has them. */
  private static List<Ref> held(List<Ref> refs, Trees trees, PackWriter out) {
    if (refs.size() <= MAX_HELD_REFS) {
      return refs;
    }
    Iterator<Edit> edits =
        IntStream.range(0, refs.size())
            .mapToObj(place -> Edit.put(Entry.of(place(place), NOTHING, List.of(refs.get(place)))))
            .iterator();
    Tree tree = trees.edit(Tree.EMPTY, edits, Summarizer.NONE, out);
    return List.of(tree.root().orElseThrow());
  }

  private static byte[] place(int place) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(place).array();
  }

  private static Iterator<Ref> refs(List<Ref> held, int count, Trees trees) {
    if (count <= MAX_HELD_REFS) {
      return held.iterator();
    }
    Iterator<Entry> entries = trees.ascending(Tree.stored(held.get(0)), NOTHING);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Ref next() {
        return entries.next().refs().get(0);
      }
    };
  }

  static MetadataValue decode(Entry entry, Trees trees) {
    String key = new String(entry.key(), UTF_8);
    try {
      boolean inChunk = entry.value().length == 1 && entry.value()[0] == 0;
      byte[] bytes = inChunk ? trees.pieces().chunk(entry.refs().get(0)) : entry.value();
      if (!(JSON.readTree(bytes) instanceof ObjectNode json)) {
        throw malformed(key);
      }
      Map<String, Ref> roots = new LinkedHashMap<>();
      JsonNode names = json.remove(ROOTS);
      if (names != null) {
        List<Ref> held = entry.refs().subList(inChunk ? 1 : 0, entry.refs().size());
        Iterator<Ref> refs = refs(held, names.size(), trees);
        names.forEach(name -> roots.put(name.asText(), refs.next()));
      }
      return new MetadataValue(json, roots);
    } catch (IOException | IndexOutOfBoundsException | NoSuchElementException e) {
      throw malformed(key);
    }
  }

  private static TuskException malformed(String key) {
    return new TuskException(
        ErrorCode.CORRUPT,
        "metadata key \"" + key + "\" is malformed; run 'tusk fsck' for the whole damage");
  }
}
