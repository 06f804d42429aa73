/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A datum: parts in the order of the specification's leaves, those of a leaf in that of paths. */
record Combination(List<Part> parts) {
  /** What makes it the same datum. */
  String name() {
    return parts.stream().map(Part::name).collect(Collectors.joining(" "));
  }

  boolean work() {
    return parts.stream().allMatch(Part::work);
  }

  /** What must be equal for a result to hold. */
  record Fingerprint(String name, List<Part.Content> contents, int salt) {}

  Fingerprint fingerprint(int salt) {
    return new Fingerprint(name(), parts.stream().map(Part::content).toList(), salt);
  }

  /** What the code does with it. */
  Behaviour.Run run(Behaviour behaviour) {
    Map<String, String> files = new TreeMap<>();
    Map<String, String> last = new TreeMap<>();
    for (Part part : parts) {
      String input = part.input().name();
      last.put(input, part.path());
      part.files()
          .forEach(
              (path, content) ->
                  files.put("/" + input + path, part.input().emptyFiles() ? "" : content));
    }
    return behaviour.run(Behaviour.label(last), files);
  }
}
