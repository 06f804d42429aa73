/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * Takes {@code MILLIS} of its environment for each datum, and first appends the datum's path to the
 * file {@code SIDE_LOG}, which so knows of all runs, of those too that were killed.
 */
public final class Slow implements DatumTransform {
  @Override
  public void process(Datum datum) throws IOException, InterruptedException {
    Map<String, String> environment = datum.environment();
    for (InputFile file : datum.files()) {
      Files.writeString(
          Path.of(environment.get("SIDE_LOG")),
          file.path() + "\n",
          UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      Thread.sleep(Duration.ofMillis(Long.parseLong(environment.get("MILLIS"))).toMillis());
      try (OutputStream out = datum.create(file.path().value())) {
        out.write(("done " + file.path()).getBytes(UTF_8));
      }
    }
  }
}
