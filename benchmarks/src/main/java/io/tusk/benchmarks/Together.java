/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * All files of a datum one after another in upper case, in one file whose name tells the first of
 * each input, so that no two datums write the same.
 */
public final class Together implements DatumTransform {
  @Override
  public void process(Datum datum) throws IOException {
    StringBuilder path = new StringBuilder();
    String input = "";
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (InputFile file : datum.files()) {
      if (!file.input().equals(input)) {
        input = file.input();
        String name = input + file.path().value();
        path.append(path.isEmpty() ? name : "," + name.replace('/', '.'));
      }
      try (InputStream in = file.open()) {
        content.write(UpperCase.upperCase(in.readAllBytes()));
      }
    }
    try (OutputStream out = datum.create(path.toString())) {
      content.writeTo(out);
    }
  }
}
