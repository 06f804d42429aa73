/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes all files, one after another, to {@code /all}. */
public final class Concatenation implements DatumTransform {
  @Override
  public void process(Datum datum) throws Exception {
    try (OutputStream out = datum.create("all")) {
      for (InputFile file : datum.files()) {
        try (InputStream in = file.open()) {
          out.write((file.path() + "=").getBytes(UTF_8));
          in.transferTo(out);
          out.write(';');
        }
      }
    }
  }
}
