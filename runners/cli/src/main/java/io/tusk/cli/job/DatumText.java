/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.datum.DatumKey;
import io.tusk.engine.inspect.DatumInfo;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;

/** How datums are named and shown. */
final class DatumText {
  /** Of how many files a text names; documents have all. */
  private static final int MOST_FILES = 10;

  private DatumText() {}

  /** A datum's id, as an argument. */
  static Hash id(String text) {
    try {
      return Hash.fromHex(text);
    } catch (IllegalArgumentException e) {
      throw new TuskException(
          ErrorCode.USAGE,
          "datum \""
              + text
              + "\" is not an id of 64 hexadecimal digits; 'tusk list datum PIPELINE@ID' shows the"
              + " ids",
          e);
    }
  }

  static String state(DatumInfo datum) {
    return datum.state().name().toLowerCase(Locale.ROOT);
  }

  /** {@code repo@commit:path} of inputs; of a directory with a slash behind it. */
  static String files(Iterable<DatumKey.Part> paths, JobInputs inputs) {
    return first(paths, part -> commit(part, inputs) + ":" + path(part));
  }

  /** The first paths, and how many more there are. */
  static String first(Iterable<DatumKey.Part> paths, Function<DatumKey.Part, String> text) {
    StringJoiner first = new StringJoiner(", ");
    long count = 0;
    for (DatumKey.Part part : paths) {
      if (count++ < MOST_FILES) {
        first.add(text.apply(part));
      }
    }
    return count > MOST_FILES
        ? String.format(Locale.ROOT, "%s, ... and %,d more", first, count - MOST_FILES)
        : first.toString();
  }

  private static String commit(DatumKey.Part part, JobInputs inputs) {
    return inputs
        .commit(part.branch())
        .map(commit -> part.branch().repo() + "@" + commit)
        .orElse(part.branch().toString());
  }

  private static String path(DatumKey.Part part) {
    boolean slash = part.kind() == DatumKey.Kind.DIRECTORY && !part.path().isRoot();
    return part.path() + (slash ? "/" : "");
  }

  static ObjectNode document(DatumInfo datum, JobInputs inputs) {
    ObjectNode json = RawJson.object();
    json.putObject("datum")
        .put("id", datum.id().toString())
        .set("job", JobDocuments.name(datum.job()));
    json.put("state", datum.state().name());
    json.set("stats", JobText.stats(datum.stats()));
    data(json, datum.paths(), inputs);
    return json;
  }

  /** The inputs of a datum, as the field {@code data}. */
  static void data(ObjectNode json, Iterable<DatumKey.Part> paths, JobInputs inputs) {
    ArrayNode data = json.putArray("data");
    for (DatumKey.Part part : paths) {
      ObjectNode info = data.addObject();
      ObjectNode file = info.putObject("file");
      inputs
          .commit(part.branch())
          .ifPresent(
              commit ->
                  file.set(
                      "commit", RawJson.commitName(part.branch().repo(), commit, part.branch())));
      file.put("path", path(part));
      info.put("file_type", part.kind() == DatumKey.Kind.DIRECTORY ? "DIR" : "FILE");
    }
  }
}
