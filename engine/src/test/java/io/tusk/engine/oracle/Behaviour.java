/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the code under test does with a datum, as a function of the contents of its files. A file
 * {@code to PATH} is written to that path, {@code flaky} fails while the service is down, {@code
 * recover} is recovered while it is down, {@code none} writes nothing; all others are written to a
 * path of the datum's own. What is written names the version of the code, unless that is below 0.
 *
 * @param down whether the service that some contents depend on is down
 */
public record Behaviour(int version, boolean down) {
  public enum End {
    PROCESSED,
    RECOVERED,
    FAILED
  }

  /** How a datum ends, and what it writes: path to content. */
  public record Run(End end, Map<String, String> outputs) {}

  /**
   * {@code label} names the datum, and is a path element; the paths of files begin with the names
   * of their inputs.
   */
  public Run run(String label, Map<String, String> files) {
    Map<String, String> outputs = new TreeMap<>();
    if (down && files.containsValue("flaky")) {
      return new Run(End.FAILED, Map.of());
    }
    if (down && files.containsValue("recover")) {
      return new Run(End.RECOVERED, Map.of());
    }
    files.forEach(
        (path, content) -> {
          if (content.equals("none")) {
            return;
          }
          String to = target(content).orElse("/" + label + path);
          outputs.put(to, version < 0 ? content : "v" + version + " " + content);
        });
    // What would be a file and a directory within one datum is written as a file.
    outputs
        .keySet()
        .removeIf(path -> outputs.keySet().stream().anyMatch(to -> path.startsWith(to + "/")));
    return new Run(End.PROCESSED, outputs);
  }

  private static Optional<String> target(String content) {
    return content.startsWith("to ") ? Optional.of(content.substring(3)) : Optional.empty();
  }

  /** A path element for a datum, made of the last path of each of its inputs. */
  public static String label(Map<String, String> paths) {
    StringBuilder label = new StringBuilder("o");
    new TreeMap<>(paths)
        .forEach((input, path) -> label.append(input).append(path.replace('/', '_')));
    return label.length() > 100
        ? "o" + Integer.toHexString(label.toString().hashCode())
        : label.toString();
  }
}
