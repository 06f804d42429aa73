/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.engine.oracle.Behaviour;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The behaviour under test as user code; one history runs at a time. A variable {@code VERSION}
 * takes the place of the behaviour's version, and a variable {@code DOWN} names a file that is
 * there while the service is down.
 */
public final class HistoryTransform implements DatumTransform {
  public static volatile Behaviour behaviour = new Behaviour(0, false);

  /** Is told of every datum that begins. */
  static volatile Runnable begins = () -> {};

  @Override
  public void process(Datum datum) throws IOException {
    begins.run();
    Map<String, String> files = new TreeMap<>();
    Map<String, String> last = new TreeMap<>();
    for (InputFile file : datum.files()) {
      try (InputStream in = file.open()) {
        files.put("/" + file.input() + file.path().value(), new String(in.readAllBytes(), UTF_8));
      }
      String where = datum.environment().get(file.input());
      String path = where.substring(("/pfs/" + file.input()).length());
      last.put(file.input(), path.isEmpty() ? "/" : path);
    }
    Behaviour.Run run = behaviour(datum.environment()).run(Behaviour.label(last), files);
    if (run.end() != Behaviour.End.PROCESSED) {
      throw new IOException("the service is down");
    }
    for (Map.Entry<String, String> output : run.outputs().entrySet()) {
      try (OutputStream out = datum.create(output.getKey())) {
        out.write(output.getValue().getBytes(UTF_8));
      }
    }
  }

  private static Behaviour behaviour(Map<String, String> environment) {
    String version = environment.get("VERSION");
    String down = environment.get("DOWN");
    return new Behaviour(
        version == null ? behaviour.version() : Integer.parseInt(version),
        behaviour.down() || (down != null && Files.exists(Path.of(down))));
  }
}
