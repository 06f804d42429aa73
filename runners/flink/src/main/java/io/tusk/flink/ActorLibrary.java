/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.host.TemporaryDirectory;
import io.tusk.host.TemporaryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.rpc.RpcSystem;

/**
 * By which the parts of Flink talk to each other. Flink copies it to a file of many megabytes for
 * each cluster and loads it from there; here that is done once in a process, whose end removes the
 * file.
 */
final class ActorLibrary {
  private static RpcSystem loaded;

  private ActorLibrary() {}

  static synchronized RpcSystem load() throws IOException {
    if (loaded == null) {
      Path directory =
          Files.createTempDirectory(TemporaryDirectory.own(), TemporaryName.prefix("flink"));
      directory.toFile().deleteOnExit();
      loaded = RpcSystem.load(new Configuration().set(CoreOptions.TMP_DIRS, directory.toString()));
      try (Stream<Path> files = Files.list(directory)) {
        // What is noted later is removed earlier, so the directory is empty by then.
        files.forEach(file -> file.toFile().deleteOnExit());
      }
    }
    return loaded;
  }
}
