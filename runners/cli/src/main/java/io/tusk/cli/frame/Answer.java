/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** What a query found, and how it reads: a {@link Listing} or one thing's {@link Detail}. */
public abstract sealed class Answer implements AutoCloseable permits Listing, Detail {
  abstract void print(PrintWriter out, PrintWriter err, Values values);

  /** Whether what is printed must not wait for what comes after it. */
  boolean isLive() {
    return false;
  }

  abstract void forEachDocument(Consumer<ObjectNode> consumer);

  /** Lets go of what it is read from; it can be printed no more. */
  @Override
  public void close() {}
}
