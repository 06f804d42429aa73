/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.InputStream;
import java.io.OutputStream;

/** Adds two exclamation marks to each file. */
public final class Louder implements DatumTransform {
  @Override
  public void process(Datum datum) throws Exception {
    for (InputFile file : datum.files()) {
      try (InputStream in = file.open();
          OutputStream out = datum.create(file.path().value())) {
        in.transferTo(out);
        out.write("!!".getBytes(UTF_8));
      }
    }
  }
}
