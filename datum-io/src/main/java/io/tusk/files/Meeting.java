/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.tree.SequencePart;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** Finds the first place where chunks begin both in a file and in a longer one that ends in it. */
final class Meeting {
  private final Iterator<SequencePart> chunks;
  private long begins;
  private volatile boolean found;

  /** {@code chunks}: those of the shorter file. */
  Meeting(Iterator<SequencePart> chunks) {
    this.chunks = chunks;
  }

  /** A chunk of the longer file begins where byte {@code offset} of the other is. */
  void reached(long offset) {
    while (begins < offset && chunks.hasNext()) {
      begins = chunks.next().end();
    }
    found = begins == offset;
  }

  boolean isFound() {
    return found;
  }

  /** The chunks behind that place. */
  Iterator<SequencePart> rest() {
    return chunks;
  }

  /** The bytes of {@code in}; soon after that place there are no more. */
  InputStream until(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return found ? -1 : super.read(target, offset, length);
      }
    };
  }
}
