/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One thing: a text of lines {@code NAME: VALUE}, or a document. */
public final class Detail extends Answer {
  private final Supplier<ObjectNode> document;
  private final List<Line> lines = new ArrayList<>();

  private Detail(Supplier<ObjectNode> document) {
    this.document = document;
  }

  private record Line(String name, Object value) {}

  /**
   * @param document what {@code --raw} prints
   */
  public static Detail of(Supplier<ObjectNode> document) {
    return new Detail(document);
  }

  /**
   * Adds a line, unless the value is an empty text or an empty Optional.
   *
   * @param value of a type that {@link Values} knows or that prints itself
   */
  public Detail line(String name, Object value) {
    if (!value.equals("") && !value.equals(Optional.empty())) {
      lines.add(new Line(name, value));
    }
    return this;
  }

  @Override
  void print(PrintWriter out, PrintWriter err, Values values) {
    lines.forEach(line -> out.println(line.name() + ": " + values.text(line.value())));
  }

  @Override
  void forEachDocument(Consumer<ObjectNode> consumer) {
    consumer.accept(document.get());
  }
}
