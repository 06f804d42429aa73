/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.files.FileSet;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.RefJson;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The content of a write as {@code docs/format.md}, section 7, has it. */
final class WriteContentJson {
  private static final String DELETES = "deletes";
  private static final String PUTS = "puts";
  private static final String FILES = "files";
  private static final String BYTES = "bytes";
  private static final String APPENDS = "appends";
  private static final String APPENDED_FILES = "appended-files";
  private static final String APPENDED_BYTES = "appended-bytes";
  private static final String KNOWN = "known";
  private static final String STATE = "state";
  private static final String BELOW = "below";
  private static final String ROOT = "root";

  private WriteContentJson() {}

  /**
   * What the fields refer to is in {@code out}, which is flushed.
   *
   * @param state what the open commit holds then, where that is said
   */
  static ObjectNode write(
      WriteContent content, Optional<StatedFiles> state, Trees trees, PackWriter out) {
    Optional<Ref> deleted = trees.store(content.deletes(), out);
    Optional<Ref> put = trees.store(content.puts().root(), out);
    Optional<Ref> appended = trees.store(content.appends().root(), out);
    Optional<Ref> made = state.flatMap(stated -> trees.store(stated.files().root(), out));
    // Packs have names from here on.
    out.flush();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    deleted.ifPresent(root -> json.set(DELETES, RefJson.write(root)));
    put.ifPresent(root -> json.set(PUTS, RefJson.write(root)));
    json.put(FILES, content.puts().files()).put(BYTES, content.puts().bytes());
    if (appended.isPresent()) {
      json.set(APPENDS, RefJson.write(appended.get()));
      json.put(APPENDED_FILES, content.appends().files());
      json.put(APPENDED_BYTES, content.appends().bytes());
    }
    if (!content.known().isEmpty()) {
      ArrayNode known = json.putArray(KNOWN);
      content.known().stream().map(Hash::toString).sorted().forEach(known::add);
    }
    state.ifPresent(
        stated -> {
          ObjectNode said = json.putObject(STATE).put(BELOW, stated.below().toString());
          made.ifPresent(root -> said.set(ROOT, RefJson.write(root)));
          said.put(FILES, stated.files().files()).put(BYTES, stated.files().bytes());
        });
    return json;
  }

  /**
   * What the write says of the commit, if it says it.
   *
   * @throws IllegalArgumentException when a field is malformed
   */
  static Optional<StatedFiles> readState(ObjectNode json) {
    return json.get(STATE) instanceof ObjectNode state
        ? Optional.of(
            new StatedFiles(
                Hash.fromHex(state.path(BELOW).asText()), files(state, ROOT, FILES, BYTES)))
        : Optional.empty();
  }

  /**
   * @throws IllegalArgumentException when a field is malformed
   */
  static WriteContent read(ObjectNode json) {
    Set<Hash> known = new HashSet<>();
    json.path(KNOWN).forEach(hash -> known.add(Hash.fromHex(hash.asText())));
    return new WriteContent(
        tree(json, DELETES),
        files(json, PUTS, FILES, BYTES),
        files(json, APPENDS, APPENDED_FILES, APPENDED_BYTES),
        known);
  }

  private static FileSet files(ObjectNode json, String root, String files, String bytes) {
    return new FileSet(tree(json, root), json.path(files).asLong(), json.path(bytes).asLong());
  }

  private static Tree tree(ObjectNode json, String field) {
    return json.has(field)
        ? Tree.stored(RefJson.read(PieceKind.NODE, json.get(field)))
        : Tree.EMPTY;
  }
}
