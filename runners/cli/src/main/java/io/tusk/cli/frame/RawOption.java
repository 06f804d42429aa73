/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Option;

/** Output for programs: documents one after the other, in JSON or YAML. */
public final class RawOption {
  /** The languages of raw output. */
  enum Language {
    JSON,
    YAML;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--raw",
      order = 90,
      description = "Print JSON, one document after the other, with Pachyderm's field names.")
  private boolean raw;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "json|yaml",
      order = 91,
      description = "Print raw output in this language; implies --raw.")
  private Language language;

  public boolean isRaw() {
    return raw || language != null;
  }

  /** Whether {@code --raw} itself is given, and not only a language. */
  boolean isNamed() {
    return raw;
  }

  public void print(PrintWriter out, ObjectNode document) {
    out.print(language == Language.YAML ? Writer.yaml(document) : Writer.json(document));
  }

  /** Loaded only when documents are printed. */
  private static final class Writer {
    private static final ObjectMapper MAPPER =
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Dump DUMP =
        new Dump(
            DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setExplicitStart(true)
                .build());

    private Writer() {}

    static String json(ObjectNode document) {
      try {
        return MAPPER.writeValueAsString(document) + "\n";
      } catch (JsonProcessingException e) {
        throw new AssertionError("a tree of JSON nodes can be written", e);
      }
    }

    static String yaml(ObjectNode document) {
      return DUMP.dumpToString(MAPPER.convertValue(document, Map.class));
    }
  }
}
