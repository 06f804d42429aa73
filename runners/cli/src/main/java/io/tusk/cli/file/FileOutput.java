/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Failures;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.host.Host;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writes files of a store to local files, several at once. A file is written beside its target
 * first, so that there is a whole one or none, also when the process is told to stop.
 */
final class FileOutput implements AutoCloseable {
  private static final int WRITERS = Runtime.getRuntime().availableProcessors();
  private static final int WINDOW = 64 * WRITERS;

  private static final int BUFFER = 1 << 16;

  /** How long writers may take to see that they are not to go on. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TuskStore store;
  private final Mode mode;
  private final TransferProgress progress;
  private final PartialFiles partials;
  private final Deque<Future<Void>> window = new ArrayDeque<>();
  private ExecutorService writers;
  private Path lastParent;

  /** How files are written. */
  enum Mode {
    /** Each appears whole or not at all. */
    WHOLE,
    /** In their place, going on where an earlier write of the same file stopped. */
    RESUME
  }

  FileOutput(TuskStore store, Host host, Mode mode, TransferProgress progress) {
    this.store = store;
    this.mode = mode;
    this.progress = progress;
    this.partials = new PartialFiles(".tusk-" + host.randomId());
  }

  /** Makes a directory and those above it. */
  static void makeDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      for (Path at = directory; at != null; at = at.getParent()) {
        if (Files.exists(at) && !Files.isDirectory(at)) {
          throw new TuskException(
              ErrorCode.CONFLICT,
              "\"" + at + "\" is a file, where a directory is needed; remove or rename it",
              e);
        }
      }
      throw unwritable(directory, e);
    }
  }

  /** As {@link #write}, some time before {@link #finish} returns; makes the target's directory. */
  void writeLater(FileEntry file, Path target) {
    if (writers == null) {
      writers = Executors.newFixedThreadPool(WRITERS);
    }
    if (!target.getParent().equals(lastParent)) {
      lastParent = target.getParent();
      makeDirectory(lastParent);
    }
    if (window.size() == WINDOW) {
      await(window.remove());
    }
    window.add(
        writers.submit(
            () -> {
              write(file, target);
              return null;
            }));
  }

  /** Waits for all that is to be written. */
  void finish() {
    while (!window.isEmpty()) {
      await(window.remove());
    }
  }

  private static void await(Future<Void> written) {
    try {
      written.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(ErrorCode.INTERRUPTED, "interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TuskException tusk) {
        throw tusk;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** What is to be written, once. */
  interface Content {
    void copyTo(OutputStream out) throws IOException;
  }

  /** Copies the bytes of a file from {@code offset} on. */
  void copy(FileEntry file, long offset, OutputStream out) throws IOException {
    try (InputStream content = store.files().open(file, offset)) {
      byte[] buffer = new byte[BUFFER];
      int count = content.read(buffer);
      while (count >= 0) {
        out.write(buffer, 0, count);
        progress.bytes(count);
        count = content.read(buffer);
      }
    }
    progress.file();
  }

  /** Writes one file, over one that is there. */
  void write(FileEntry file, Path target) {
    if (mode == Mode.RESUME) {
      resume(file, target);
    } else {
      write(out -> copy(file, 0, out), target);
    }
  }

  /** Writes a file, over one that is there; a device or a pipe is written into. */
  void write(Content content, Path target) {
    try {
      if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        writeWhole(content, target);
      } else if (Files.isRegularFile(target)) {
        writeWhole(content, target.toRealPath());
      } else {
        refuseDirectory(target);
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.WRITE)) {
          content.copyTo(out);
        }
      }
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** Keeps as much of what is there as the file begins with, and writes the rest behind it. */
  private void resume(FileEntry file, Path target) {
    try {
      refuseDirectory(target);
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        throw new TuskException(
            ErrorCode.USAGE,
            "\""
                + target
                + "\" is no regular file, so nothing can be gone on with; leave out --retry");
      }
      long kept = 0;
      if (Files.exists(target)) {
        try (InputStream present = Files.newInputStream(target)) {
          kept = store.files().commonStart(file, present);
        }
      }
      try (FileChannel channel =
          FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.truncate(kept);
        channel.position(kept);
        copy(file, kept, Channels.newOutputStream(channel));
      }
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  private static void refuseDirectory(Path target) {
    if (Files.isDirectory(target)) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "\"" + target + "\" is a directory, where a file is to be written; remove or rename it");
    }
  }

  private void writeWhole(Content content, Path target) throws IOException {
    Path partial = partials.name(target);
    try {
      try (OutputStream out = partials.create(partial)) {
        content.copyTo(out);
      }
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      partials.moved(partial);
    } catch (IOException | RuntimeException e) {
      partials.delete(partial);
      throw e;
    }
  }

  private static TuskException unwritable(Path target, IOException e) {
    return new TuskException(
        ErrorCode.STORAGE, "\"" + target + "\" cannot be written: " + writingReason(target, e), e);
  }

  private static String writingReason(Path target, IOException e) {
    Path parent = target.toAbsolutePath().getParent();
    return parent != null && !Files.exists(parent)
        ? "there is no directory \"" + parent + "\"; make it first"
        : Failures.reason(e);
  }

  /**
   * Where a writer hangs, as before a pipe that nobody reads, the process's end clears its file.
   */
  @Override
  public void close() {
    if (writers == null || haveEnded()) {
      partials.close();
    }
  }

  private boolean haveEnded() {
    writers.shutdownNow();
    try {
      return writers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
