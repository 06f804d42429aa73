/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * The behaviour under test as user code; one history runs at a time. A variable {@code VERSION}
 * takes the place of the behaviour's version.
 */
public final class HistoryTransform implements DatumTransform {
  /** Where the datum of this input lies, as commands find it. */
  private static final String INPUT = "/pfs/in";

  public static volatile Behaviour behaviour = new Behaviour(0, false);

  @Override
  public void process(Datum datum) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (InputFile file : datum.files("in")) {
      try (InputStream in = file.open()) {
        files.put(file.path().value(), new String(in.readAllBytes(), UTF_8));
      }
    }
    String path = datum.environment().get("in").substring(INPUT.length());
    String version = datum.environment().get("VERSION");
    Behaviour code =
        version == null ? behaviour : new Behaviour(Integer.parseInt(version), behaviour.down());
    Behaviour.Run run = code.run(Behaviour.label(path.isEmpty() ? "/" : path), files);
    if (run.end() != Behaviour.End.PROCESSED) {
      throw new IOException("the service is down");
    }
    for (Map.Entry<String, String> output : run.outputs().entrySet()) {
      try (OutputStream out = datum.create(output.getKey())) {
        out.write(output.getValue().getBytes(UTF_8));
      }
    }
  }
}
