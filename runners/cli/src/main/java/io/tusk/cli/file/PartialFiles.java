/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** Files that are being written; none of them outlives the process, but for its sudden death. */
final class PartialFiles implements AutoCloseable {
  private final String stem;
  private final Set<Path> open = new HashSet<>();
  private final Thread hook = new Thread(this::stop, "tusk-partial-files");
  private long count;
  private boolean hooked;
  private boolean stopped;

  /**
   * @param stem begins the names; unlike all others
   */
  PartialFiles(String stem) {
    this.stem = stem;
  }

  /** A new name beside {@code target}. */
  synchronized Path name(Path target) {
    return target.resolveSibling(stem + "-" + ++count + ".part");
  }

  synchronized OutputStream create(Path partial) throws IOException {
    if (stopped) {
      throw new TuskException(ErrorCode.INTERRUPTED, "interrupted");
    }
    if (!hooked) {
      Runtime.getRuntime().addShutdownHook(hook);
      hooked = true;
    }
    open.add(partial);
    return Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  synchronized void moved(Path partial) {
    open.remove(partial);
  }

  synchronized void delete(Path partial) throws IOException {
    if (open.remove(partial)) {
      Files.deleteIfExists(partial);
    }
  }

  private synchronized void stop() {
    stopped = true;
    for (Path partial : open) {
      try {
        Files.deleteIfExists(partial);
      } catch (IOException e) {
        // The process ends; a file that cannot be deleted now stays.
      }
    }
  }

  @Override
  public synchronized void close() {
    if (hooked && !stopped) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process ends already, and the hook does its work.
        stopped = true;
      }
    }
  }
}
