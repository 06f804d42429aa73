/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Things of one kind, read while they are printed: rows of a table, or documents. */
public final class Listing<T> extends Answer {
  private final Iterator<? extends T> rows;
  private final Function<? super T, ObjectNode> document;
  private final List<Column<T>> columns = new ArrayList<>();
  private Optional<Remark<T>> remark = Optional.empty();
  private long limit = Long.MAX_VALUE;
  private boolean live;
  private Optional<Resource> resource = Optional.empty();

  private Listing(Iterator<? extends T> rows, Function<? super T, ObjectNode> document) {
    this.rows = rows;
    this.document = document;
  }

  private record Column<T>(String header, Function<? super T, ?> cell) {}

  private record Remark<T>(Predicate<? super T> about, String text) {}

  /** What rows are read from. */
  public interface Resource extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param document what {@code --raw} prints for a row
   */
  public static <T> Listing<T> of(
      Iterator<? extends T> rows, Function<? super T, ObjectNode> document) {
    return new Listing<>(rows, document);
  }

  /**
   * Adds a column at the right.
   *
   * @param cell the value, of a type that {@link Values} knows or that prints itself
   */
  public Listing<T> column(String header, Function<? super T, ?> cell) {
    columns.add(new Column<>(header, cell));
    return this;
  }

  /** At most so many rows. */
  public Listing<T> limit(long newLimit) {
    limit = newLimit;
    return this;
  }

  /** Shows each row when it is there, as the next one may be long in coming. */
  public Listing<T> live() {
    live = true;
    return this;
  }

  /** Closes what the rows are read from when they have been printed. */
  public Listing<T> closing(Resource newResource) {
    resource = Optional.of(newResource);
    return this;
  }

  @Override
  public void close() {
    resource.ifPresent(Resource::close);
  }

  @Override
  boolean isLive() {
    return live;
  }

  /** A line on standard error, below the table if a row of it is of this kind. */
  public Listing<T> remark(Predicate<? super T> about, String text) {
    remark = Optional.of(new Remark<>(about, text));
    return this;
  }

  @Override
  void print(PrintWriter out, PrintWriter err, Values values) {
    Table table = new Table(out, columns.stream().map(Column::header).toArray(String[]::new));
    boolean[] remarkable = {false};
    forEach(
        row -> {
          table.row(columns.stream().map(c -> values.text(c.cell().apply(row))).toArray());
          if (live) {
            table.print();
            out.flush();
          }
          remarkable[0] |= remark.filter(found -> found.about().test(row)).isPresent();
        });
    table.print();
    if (remarkable[0]) {
      err.println(remark.orElseThrow().text());
    }
  }

  @Override
  void forEachDocument(Consumer<ObjectNode> consumer) {
    forEach(row -> consumer.accept(document.apply(row)));
  }

  private void forEach(Consumer<T> consumer) {
    for (long left = limit; left > 0 && rows.hasNext(); left--) {
      consumer.accept(rows.next());
    }
  }
}
