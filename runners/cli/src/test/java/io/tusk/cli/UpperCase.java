/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;

/** Writes each file in upper case under its own path; a file that says "fail" fails. */
public final class UpperCase implements DatumTransform {
  @Override
  public void process(Datum datum) throws Exception {
    for (InputFile file : datum.files()) {
      try (InputStream in = file.open();
          OutputStream out = datum.create(file.path().value())) {
        String text = new String(in.readAllBytes(), UTF_8);
        if (text.equals("fail")) {
          throw new IllegalStateException("told to fail by " + file.path());
        }
        out.write(text.toUpperCase(Locale.ROOT).getBytes(UTF_8));
      }
    }
  }
}
