/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Writes what the datum's files say: each line is a path, a blank and the content. A line "fail"
 * fails.
 */
public final class Writing implements DatumTransform {
  @Override
  public void process(Datum datum) throws Exception {
    for (InputFile file : datum.files()) {
      try (InputStream in = file.open()) {
        for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
          if (line.equals("fail")) {
            throw new IllegalStateException("told to fail by " + file.path());
          }
          String[] words = line.split(" ", 2);
          try (OutputStream out = datum.create(words[0])) {
            out.write(words[1].getBytes(UTF_8));
          }
        }
      }
    }
  }
}
