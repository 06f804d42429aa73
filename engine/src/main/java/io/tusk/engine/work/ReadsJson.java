/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.files.FileSet;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.RefJson;
import io.tusk.repo.Commit;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is read of a job's inputs, as plans have it. */
public final class ReadsJson {
  private ReadsJson() {}

  public static ArrayNode write(List<Commit.Read> inputs) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Commit.Read input : inputs) {
      ObjectNode item = files(json.addObject(), input.files());
      input.view().ifPresent(view -> files(item.putObject("view"), view));
    }
    return json;
  }

  /**
   * @throws IllegalArgumentException where {@code json} is not what {@link #write} made
   */
  public static List<Commit.Read> read(JsonNode json) {
    List<Commit.Read> inputs = new ArrayList<>();
    for (JsonNode input : json) {
      inputs.add(
          new Commit.Read(
              files(input),
              input.has("view") ? Optional.of(files(input.get("view"))) : Optional.empty()));
    }
    return List.copyOf(inputs);
  }

  private static ObjectNode files(ObjectNode json, FileSet files) {
    root(json, "root", files.root());
    return json.put("files", files.files()).put("bytes", files.bytes());
  }

  private static FileSet files(JsonNode json) {
    return new FileSet(
        root(json, "root"), json.path("files").asLong(), json.path("bytes").asLong());
  }

  /** Nothing of an empty tree. */
  static void root(ObjectNode json, String field, Tree tree) {
    tree.root().ifPresent(ref -> json.set(field, RefJson.write(ref)));
  }

  static Tree root(JsonNode json, String field) {
    return json.has(field)
        ? Tree.stored(RefJson.read(PieceKind.NODE, json.get(field)))
        : Tree.EMPTY;
  }
}
