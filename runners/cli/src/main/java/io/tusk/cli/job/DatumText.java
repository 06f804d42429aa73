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
import io.tusk.pipeline.JobId;
import java.util.Locale;

/** How datums are named and shown. */
final class DatumText {
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

  static ObjectNode document(DatumInfo datum) {
    ObjectNode json = RawJson.object();
    ObjectNode name = json.putObject("datum").put("id", datum.id().toString());
    job(name, datum.job());
    json.put("state", datum.state().name());
    json.set("stats", JobText.stats(datum.stats()));
    data(json, datum.key());
    return json;
  }

  private static void job(ObjectNode json, JobId id) {
    ObjectNode job = json.putObject("job");
    job.putObject("pipeline").put("name", id.pipeline().name());
    job.put("id", id.set().value());
  }

  /** The inputs of a datum, as the field {@code data}. */
  static void data(ObjectNode json, DatumKey key) {
    ArrayNode data = json.putArray("data");
    for (DatumKey.Part part : key.parts()) {
      ObjectNode file = data.addObject().putObject("file");
      file.set("branch", RawJson.branchName(part.branch()));
      file.put("path", part.path().value());
    }
  }
}
