/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes each file as it is below {@code /copies}. */
public final class Copy implements DatumTransform {
  @Override
  public void process(Datum datum) throws Exception {
    for (InputFile file : datum.files()) {
      try (InputStream in = file.open();
          OutputStream out = datum.create("/copies" + file.path().value())) {
        in.transferTo(out);
      }
    }
  }
}
