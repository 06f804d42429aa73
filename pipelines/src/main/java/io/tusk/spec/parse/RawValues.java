/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.tusk.spec.RawJson;
import io.tusk.spec.text.SpecNode;
import io.tusk.spec.text.SpecNode.Broken;
import io.tusk.spec.text.SpecNode.Flag;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Member;
import io.tusk.spec.text.SpecNode.Nothing;
import io.tusk.spec.text.SpecNode.Numeral;
import io.tusk.spec.text.SpecNode.Sequence;
import io.tusk.spec.text.SpecNode.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Values that are kept as JSON. */
final class RawValues {
  private static final JsonFactory FACTORY = new JsonFactory();

  private RawValues() {}

  static RawJson of(SpecNode node) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      write(node, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RawJson(out.toString());
  }

  private static void write(SpecNode node, JsonGenerator json) throws IOException {
    if (node instanceof Mapping mapping) {
      json.writeStartObject();
      for (Member member : mapping.members()) {
        if (!member.name().equals(Fields.SCHEMA)) {
          json.writeFieldName(member.name());
          write(member.value(), json);
        }
      }
      json.writeEndObject();
    } else if (node instanceof Sequence list) {
      json.writeStartArray();
      for (SpecNode item : list.items()) {
        write(item, json);
      }
      json.writeEndArray();
    } else if (node instanceof Text text) {
      json.writeString(text.value());
    } else if (node instanceof Numeral number) {
      json.writeNumber(number.literal());
    } else if (node instanceof Flag flag) {
      json.writeBoolean(flag.value());
    } else if (node instanceof Nothing || node instanceof Broken) {
      json.writeNull();
    }
  }

  /** Whether a text is exactly one JSON value. */
  static boolean isJson(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
