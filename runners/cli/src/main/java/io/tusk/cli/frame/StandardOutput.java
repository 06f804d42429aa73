/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output, of which no failed write goes unnoticed: it ends the command at once, also
 * through writers that keep quiet about an IOException.
 */
public final class StandardOutput extends OutputStream {
  /** What a shell reports for a program that SIGPIPE ended. */
  static final int CLOSED_EXIT_CODE = 141;

  private static final String BROKEN_PIPE = "Broken pipe";

  private final OutputStream out;

  public StandardOutput(OutputStream out) {
    this.out = out;
  }

  /** Whoever read the output wants no more of it. */
  public static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Closed(IOException cause) {
      super(cause);
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(IOException e) {
    if (BROKEN_PIPE.equals(e.getMessage())) {
      return new Closed(e);
    }
    return new TuskException(
        ErrorCode.STORAGE,
        "standard output cannot be written: " + e.getMessage() + "; what was printed is cut short",
        e);
  }
}
