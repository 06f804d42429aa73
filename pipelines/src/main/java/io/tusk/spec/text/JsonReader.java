/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.tusk.error.Quote;
import io.tusk.spec.text.SpecNode.Flag;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Member;
import io.tusk.spec.text.SpecNode.Nothing;
import io.tusk.spec.text.SpecNode.Numeral;
import io.tusk.spec.text.SpecNode.Sequence;
import io.tusk.spec.text.SpecNode.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads strict JSON: any number of values, one after the other. */
final class JsonReader {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Pattern UNKNOWN_TOKEN = Pattern.compile("Unrecognized token '(.*?)':.*");
  private static final Pattern EXPECTATION =
      Pattern.compile(".*?\\(code [0-9]+\\)\\)?:? ?(?:was )?(?:in .*?: )?(.*)");

  private final SpecText text;
  private final Problems problems;
  private final JsonParser parser;

  private JsonReader(SpecText text, Problems problems) throws IOException {
    this.text = text;
    this.problems = problems;
    this.parser = FACTORY.createParser(text.content());
  }

  static List<SpecNode> read(SpecText text, Problems problems) throws SyntaxException {
    try {
      JsonReader reader = new JsonReader(text, problems);
      List<SpecNode> values = new ArrayList<>();
      while (reader.parser.nextToken() != null) {
        values.add(reader.value("", 0));
      }
      return values;
    } catch (JsonProcessingException e) {
      throw syntaxError(text, e);
    } catch (IOException e) {
      throw new IllegalStateException("reading a string failed", e);
    }
  }

  private Position here() {
    return text.at(parser.currentTokenLocation().getCharOffset());
  }

  private SpecNode value(String pointer, int depth) throws IOException, SyntaxException {
    Position position = here();
    if (depth > NodeRules.MAX_DEPTH) {
      throw new SyntaxException(position, NodeRules.depthProblem());
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> mapping(position, pointer, depth);
      case START_ARRAY -> {
        List<SpecNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(NodeRules.item(pointer, items.size()), depth + 1));
        }
        yield new Sequence(position, pointer, items);
      }
      case VALUE_STRING -> new Text(position, pointer, checked(position, parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        String literal = parser.getText();
        yield new Numeral(
            position,
            pointer,
            NodeRules.numeral(literal)
                .orElseThrow(
                    () -> new SyntaxException(position, NodeRules.numeralProblem(literal))));
      }
      case VALUE_TRUE -> new Flag(position, pointer, true);
      case VALUE_FALSE -> new Flag(position, pointer, false);
      case VALUE_NULL -> new Nothing(position, pointer);
      default -> throw new IllegalStateException("unexpected token " + token);
    };
  }

  private Mapping mapping(Position position, String pointer, int depth)
      throws IOException, SyntaxException {
    Map<String, Member> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Position at = here();
      String name = checked(at, parser.currentName());
      String child = NodeRules.child(pointer, name);
      parser.nextToken();
      Member member = new Member(at, name, value(child, depth + 1));
      Member first = members.putIfAbsent(name, member);
      if (first != null) {
        problems.error(at, child, NodeRules.duplicateProblem(name, first.position()));
      }
    }
    return new Mapping(position, pointer, List.copyOf(members.values()));
  }

  private static String checked(Position position, String value) throws SyntaxException {
    String problem = NodeRules.textProblem(value).orElse(null);
    if (problem != null) {
      throw new SyntaxException(position, problem);
    }
    return value;
  }

  private static SyntaxException syntaxError(SpecText text, JsonProcessingException e) {
    String reason = e.getOriginalMessage().lines().findFirst().orElse("");
    if (e instanceof JsonEOFException || reason.startsWith("Unexpected end-of-input")) {
      return new SyntaxException(
          text.at(text.content().length()),
          "the JSON text ends too early; close what is still open (string, list or object)");
    }
    int offset =
        e.getLocation() == null
            ? 0
            : (int) Math.min(e.getLocation().getCharOffset(), text.content().length());
    Matcher unknown = UNKNOWN_TOKEN.matcher(reason);
    if (unknown.matches()) {
      String token = unknown.group(1);
      return new SyntaxException(
          text.at(Math.max(0, text.content().lastIndexOf(token, offset))),
          "\""
              + Quote.shortened(token)
              + "\" is not a JSON value; put it in double quotes, or "
              + "write a number, true, false or null");
    }
    boolean atNext = reason.startsWith("Invalid numeric value");
    int at = atNext ? offset : Math.max(0, offset - 1);
    if (reason.startsWith("Unexpected close marker")) {
      return new SyntaxException(
          text.at(at), "this bracket closes nothing; remove it, or open what it should close");
    }
    if (reason.startsWith("Illegal unquoted character")) {
      return new SyntaxException(
          text.at(at),
          "a JSON string cannot hold a line end or another control character; close the string, or "
              + "write an escape such as \\n");
    }
    Matcher expectation = EXPECTATION.matcher(reason);
    String detail = expectation.matches() ? expectation.group(1) : reason;
    return new SyntaxException(
        text.at(at), "the text is no valid JSON here: " + trimmed(detail) + "; correct it");
  }

  private static String trimmed(String reason) {
    int start = reason.indexOf(" (");
    String detail = start < 0 ? reason : reason.substring(0, start);
    return detail.startsWith("expecting ") ? "expected " + detail.substring(10) : detail;
  }
}
