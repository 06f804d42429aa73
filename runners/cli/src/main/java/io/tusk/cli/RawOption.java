/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Option;

/** Output for programs, and times in full. */
final class RawOption {
  /** The languages of raw output. */
  enum Language {
    JSON,
    YAML
  }

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(
      names = "--raw",
      description = "Print JSON, one document after the other, with Pachyderm's field names.")
  private boolean raw;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "json|yaml",
      description = "Print raw output in this language; implies --raw.")
  private Language language;

  @Option(names = "--full-timestamps", description = "Print times as RFC 3339, in UTC.")
  private boolean fullTimestamps;

  boolean isRaw() {
    return raw || language != null;
  }

  void print(PrintWriter out, ObjectNode document) {
    try {
      if (language == Language.YAML) {
        DumpSettings settings =
            DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setExplicitStart(true)
                .build();
        Map<?, ?> map = MAPPER.convertValue(document, Map.class);
        out.print(new Dump(settings).dumpToString(map));
      } else {
        out.println(MAPPER.writeValueAsString(document));
      }
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree of JSON nodes can be written", e);
    }
  }

  String time(Instant time, Clock clock) {
    return fullTimestamps ? time.toString() : Format.age(time, clock);
  }
}
