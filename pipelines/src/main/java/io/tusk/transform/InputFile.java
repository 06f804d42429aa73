/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.transform;

import io.tusk.name.FilePath;
import java.io.IOException;
import java.io.InputStream;

/** One file of a datum's input. */
public interface InputFile {
  /** The name of the input that the file belongs to. */
  String input();

  /** The file's path in its repository. */
  FilePath path();

  /** Bytes. */
  long size();

  /**
   * The content; the caller closes the stream, and does not use it after the datum. Reading fails
   * where the stored bytes are altered.
   */
  InputStream open() throws IOException;
}
