/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSets;
import io.tusk.host.TemporaryDirectory;
import io.tusk.host.TemporaryName;
import io.tusk.pieces.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The code of a pipeline's jar, loaded once for all lanes of this process that use it at a time;
 * with the last of them its class loader and its file go.
 */
final class PipelineCode implements AutoCloseable {
  private record Key(Hash jar, ClassLoader parent) {}

  private static final Map<Key, PipelineCode> LOADED = new HashMap<>();

  private final Key key;
  private final Path file;
  private final URLClassLoader loader;
  private int users;

  private PipelineCode(Key key, Path file) throws IOException {
    this.key = key;
    this.file = file;
    this.loader = new URLClassLoader(new URL[] {file.toUri().toURL()}, key.parent());
  }

  /** The code of that jar; to be closed as often as it was opened. */
  static PipelineCode open(FileSets files, FileEntry jar) {
    Key key = new Key(jar.hash(), Thread.currentThread().getContextClassLoader());
    synchronized (LOADED) {
      PipelineCode code = LOADED.get(key);
      if (code == null) {
        code = load(files, jar, key);
        LOADED.put(key, code);
      }
      code.users++;
      return code;
    }
  }

  private static PipelineCode load(FileSets files, FileEntry jar, Key key) {
    try {
      Path file =
          Files.createTempFile(TemporaryDirectory.own(), TemporaryName.prefix("code"), ".jar");
      file.toFile().deleteOnExit();
      try (InputStream content = files.open(jar)) {
        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
      }
      return new PipelineCode(key, file);
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "the pipeline's jar cannot be put into "
              + TemporaryDirectory.path()
              + ": "
              + TemporaryDirectory.reason(e)
              + "; mend that, or set TMPDIR to another directory",
          e);
    }
  }

  ClassLoader loader() {
    return loader;
  }

  @Override
  public void close() {
    synchronized (LOADED) {
      users--;
      if (users > 0) {
        return;
      }
      LOADED.remove(key);
    }
    try {
      loader.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST, "the file of the pipeline's jar cannot be removed: " + e, e);
    }
  }
}
