/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The user's work in all rows: each file with its ASCII letters in upper case. */
public final class UpperCase implements DatumTransform {
  @Override
  public void process(Datum datum) throws IOException {
    for (InputFile file : datum.files()) {
      try (InputStream in = file.open();
          OutputStream out = datum.create(file.path().value())) {
        out.write(upperCase(in.readAllBytes()));
      }
    }
  }

  /** Changes the bytes in place and returns them. */
  static byte[] upperCase(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] >= 'a' && bytes[i] <= 'z') {
        bytes[i] = (byte) (bytes[i] + 'A' - 'a');
      }
    }
    return bytes;
  }
}
