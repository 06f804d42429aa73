/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.text;

import io.tusk.error.Quote;
import io.tusk.spec.text.SpecNode.Broken;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Member;
import io.tusk.spec.text.SpecNode.Sequence;
import io.tusk.spec.text.SpecNode.Text;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 documents from the parser's events. Only what JSON can say is accepted: no
 * aliases, no keys but strings, no tags but those of {@link YamlScalars}.
 */
final class YamlReader {
  private final SpecText text;
  private final Problems problems;
  private final Iterator<Event> events;
  private boolean quoteInPlainText;

  private YamlReader(SpecText text, Problems problems) {
    this.text = text;
    this.problems = problems;
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            .setLabel(text.file())
            .setUseMarks(true)
            .build();
    this.events = new Parse(settings).parseString(text.content()).iterator();
  }

  /**
   * The documents' values.
   *
   * @param quoteInPlainText an unquoted string holds a double quote, as when a JSON text lacks a
   *     comma
   */
  record Documents(List<SpecNode> values, boolean quoteInPlainText) {}

  static Documents read(SpecText text, Problems problems) throws SyntaxException {
    try {
      YamlReader reader = new YamlReader(text, problems);
      List<SpecNode> values = new ArrayList<>();
      while (reader.events.hasNext()) {
        Event event = reader.events.next();
        switch (event.getEventId()) {
          case StreamStart, StreamEnd, DocumentStart, DocumentEnd, Comment -> {}
          default -> values.add(reader.value(event, "", 0));
        }
      }
      return new Documents(values, reader.quoteInPlainText);
    } catch (YamlEngineException e) {
      throw syntaxError(text, e);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      // The library's scanner throws these for some malformed escapes and directives.
      throw new SyntaxException(
          text.at(0), "the text is no valid YAML; look for a malformed escape or directive");
    }
  }

  private Position at(Event event) {
    Mark mark = event.getStartMark().orElseThrow();
    return text.at(mark.getLine(), mark.getColumn());
  }

  private SpecNode value(Event event, String pointer, int depth) throws SyntaxException {
    Position position = at(event);
    if (depth > NodeRules.MAX_DEPTH) {
      throw new SyntaxException(position, NodeRules.depthProblem());
    }
    return switch (event.getEventId()) {
      case Alias -> {
        String name = ((AliasEvent) event).getAlias().getValue();
        problems.error(
            position,
            pointer,
            "the YAML alias *" + Quote.shortened(name) + " is not supported; write the value out");
        yield new Broken(position, pointer);
      }
      case Scalar -> scalar((ScalarEvent) event, position, pointer);
      case SequenceStart -> {
        checkTag((CollectionStartEvent) event, position, pointer, "tag:yaml.org,2002:seq");
        List<SpecNode> items = new ArrayList<>();
        for (Event next = next(); next.getEventId() != Event.ID.SequenceEnd; next = next()) {
          items.add(value(next, NodeRules.item(pointer, items.size()), depth + 1));
        }
        yield new Sequence(position, pointer, items);
      }
      case MappingStart -> {
        checkTag((CollectionStartEvent) event, position, pointer, "tag:yaml.org,2002:map");
        yield mapping(position, pointer, depth);
      }
      default -> throw new IllegalStateException("unexpected event " + event);
    };
  }

  private Event next() {
    Event event = events.next();
    while (event.getEventId() == Event.ID.Comment) {
      event = events.next();
    }
    return event;
  }

  private Mapping mapping(Position position, String pointer, int depth) throws SyntaxException {
    Map<String, Member> members = new LinkedHashMap<>();
    for (Event next = next(); next.getEventId() != Event.ID.MappingEnd; next = next()) {
      SpecNode key = value(next, pointer, depth + 1);
      boolean merge = next instanceof ScalarEvent scalar && isMerge(scalar);
      String name = key instanceof Text string ? string.value() : "?";
      String child = NodeRules.child(pointer, name);
      SpecNode value = value(next(), child, depth + 1);
      if (merge) {
        problems.error(key, "the YAML merge key << is not supported; write the fields out");
      } else if (key instanceof Text) {
        Member first = members.putIfAbsent(name, new Member(key.position(), name, value));
        if (first != null) {
          problems.error(key.position(), child, NodeRules.duplicateProblem(name, first.position()));
        }
      } else if (!(key instanceof Broken)) {
        problems.error(
            key, "a key must be a string, not " + key.kind() + "; put the key in quotes");
      }
    }
    return new Mapping(position, pointer, List.copyOf(members.values()));
  }

  private static boolean isMerge(ScalarEvent event) {
    return event.getScalarStyle() == ScalarStyle.PLAIN && event.getValue().equals("<<");
  }

  private SpecNode scalar(ScalarEvent event, Position position, String pointer)
      throws SyntaxException {
    String value = event.getValue();
    String problem = NodeRules.textProblem(value).orElse(null);
    if (problem != null) {
      throw new SyntaxException(position, problem);
    }
    boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
    if (plain && value.indexOf('"') >= 0) {
      quoteInPlainText = true;
    }
    return new YamlScalars(problems, position, pointer)
        .resolve(event.getTag().orElse(plain ? "" : YamlScalars.STRING), value);
  }

  private void checkTag(
      CollectionStartEvent event, Position position, String pointer, String allowed) {
    String tag = event.getTag().orElse(allowed);
    if (!tag.equals(allowed) && !tag.equals("!")) {
      problems.error(position, pointer, YamlScalars.tagProblem(tag));
    }
  }

  private static SyntaxException syntaxError(SpecText text, YamlEngineException e) {
    if (e instanceof ReaderException reader) {
      int offset =
          text.content()
              .offsetByCodePoints(
                  0,
                  Math.min(
                      reader.getPosition(),
                      text.content().codePointCount(0, text.content().length())));
      return new SyntaxException(
          text.at(offset),
          String.format(
              "the character U+%04X is not allowed in YAML; remove it or write it as an escape in "
                  + "double quotes",
              reader.getCodePoint()));
    }
    if (e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
      Mark mark = marked.getProblemMark().orElseThrow();
      String problem = marked.getProblem() == null ? "" : marked.getProblem();
      if (problem.startsWith("found character '\\t(TAB)'")) {
        return new SyntaxException(
            text.at(mark.getLine(), mark.getColumn()),
            "a tab cannot indent or separate YAML; use spaces");
      }
      return new SyntaxException(
          text.at(mark.getLine(), mark.getColumn()),
          "the text is no valid YAML here: " + Quote.shortened(problem) + "; correct it");
    }
    return new SyntaxException(
        text.at(0),
        "the text is no valid YAML: " + Quote.shortened(String.valueOf(e.getMessage())));
  }
}
