/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.text;

import io.tusk.spec.text.SpecNode.Broken;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Nothing;
import io.tusk.spec.text.SpecNode.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a text as JSON values one after the other, or as YAML documents; each is a specification or
 * a list of them. A text that starts with a brace or a bracket is JSON, unless only YAML can read
 * it (flow style with unquoted keys, comments, or documents of JSON separated by {@code ---}).
 */
public final class SpecReader {
  private SpecReader() {}

  /** The specifications of the text that could be read; none when its syntax is broken. */
  public static List<Mapping> read(SpecText text, Problems problems) {
    List<Mapping> specs = new ArrayList<>();
    for (SpecNode document : documents(text, problems)) {
      collect(document, specs, problems);
    }
    return specs;
  }

  private static List<SpecNode> documents(SpecText text, Problems problems) {
    char first = text.firstVisible();
    if (first == 0) {
      return List.of();
    }
    if (first != '{' && first != '[') {
      try {
        return YamlReader.read(text, problems).values();
      } catch (SyntaxException e) {
        problems.error(e.position(), "", e.getMessage());
        return List.of();
      }
    }
    Problems jsonProblems = new Problems();
    try {
      List<SpecNode> values = JsonReader.read(text, jsonProblems);
      copy(jsonProblems, problems);
      return values;
    } catch (SyntaxException e) {
      return braced(text, problems, e);
    }
  }

  private static List<SpecNode> braced(
      SpecText text, Problems problems, SyntaxException jsonError) {
    Problems yamlProblems = new Problems();
    try {
      YamlReader.Documents documents = YamlReader.read(text, yamlProblems);
      if (!documents.quoteInPlainText()) {
        copy(yamlProblems, problems);
        return documents.values();
      }
    } catch (SyntaxException e) {
      if (!looksLikeJson(text)) {
        problems.error(e.position(), "", e.getMessage());
        return List.of();
      }
    }
    problems.error(jsonError.position(), "", jsonError.getMessage());
    return List.of();
  }

  /** Whether the first brace or bracket is followed by what JSON allows there. */
  private static boolean looksLikeJson(SpecText text) {
    String content = text.content();
    int start = Math.max(content.indexOf('{'), 0);
    for (int i = start + 1; i < content.length(); i++) {
      char c = content.charAt(i);
      if (!Character.isWhitespace(c)) {
        return c == '"' || c == '}';
      }
    }
    return true;
  }

  private static void copy(Problems from, Problems to) {
    for (SpecProblem problem : from.list()) {
      to.error(problem.position(), problem.pointer(), problem.message());
    }
  }

  private static void collect(SpecNode document, List<Mapping> specs, Problems problems) {
    if (document instanceof Mapping mapping) {
      specs.add(mapping);
    } else if (document instanceof Sequence list) {
      if (list.items().isEmpty()) {
        problems.error(list, "the list of specifications is empty; give at least one");
      }
      for (SpecNode item : list.items()) {
        if (item instanceof Mapping mapping) {
          specs.add(mapping);
        } else if (!(item instanceof Broken)) {
          problems.error(item, "a specification must be an object, not " + item.kind());
        }
      }
    } else if (!(document instanceof Nothing || document instanceof Broken)) {
      problems.error(
          document,
          "a specification must be an object or a list of objects, not " + document.kind());
    }
  }
}
