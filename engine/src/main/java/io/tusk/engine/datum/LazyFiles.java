/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import io.tusk.engine.host.NamedPipes;
import io.tusk.engine.input.InputCache;
import io.tusk.engine.view.InputCheck;
import io.tusk.files.FileEntry;
import io.tusk.name.FilePath;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Files of a datum's try that are fetched when the code opens them. Each is a named pipe with a
 * thread that waits for a reader. When one comes, the thread puts a new pipe, with a new thread,
 * where the pipe stood, so that whoever opens the file after that reads it from its start as well,
 * and then fills the one that was opened.
 */
final class LazyFiles implements AutoCloseable {
  /** So many files of a datum can wait to be opened. */
  static final int MOST = 1_000;

  /** The name of all threads. */
  static final String THREAD = "tusk-lazy-file";

  private static final int SPARES = 16;
  private static final long STACK_BYTES = 256 << 10;
  private static final int BUFFER_BYTES = 64 << 10;

  private final InputCache inputs;
  private final NamedPipes maker;
  private final Path directory;

  /** Holds each pipe under a name that the code does not know, and so cannot take away. */
  private final Path pipes;

  // For the thread of the try.
  private final List<LazyFile> shown = new ArrayList<>();
  private boolean opened;

  /** By the identities of the pipes that are, or just were, under {@code pfs}. */
  private final Map<Object, LazyFile> identities = new ConcurrentHashMap<>();

  private final LongAdder bytes = new LongAdder();
  private final AtomicReference<String> failure = new AtomicReference<>();
  private final Queue<Pipe> finished = new ConcurrentLinkedQueue<>();

  // Guarded by this object.
  private final Queue<Path> spares = new ArrayDeque<>();
  private final Set<Pipe> running = new HashSet<>();
  private long made;
  private boolean closed;

  /** For the threads, which are not to wait for others. */
  private volatile boolean ended;

  /**
   * @param target where the datum has it
   */
  private record LazyFile(String input, FilePath path, FileEntry content, Path target) {}

  /** A pipe, and the thread that waits for its reader and writes to it. */
  private final class Pipe implements Runnable {
    final LazyFile file;
    final Path path;
    final Object identity;
    final Thread thread;

    Pipe(LazyFile file, Path path) throws IOException {
      this.file = file;
      this.path = path;
      this.identity = identity(path);
      this.thread = new Thread(null, this, THREAD, STACK_BYTES);
      thread.setDaemon(true);
    }

    @Override
    public void run() {
      try (OutputStream reader = Files.newOutputStream(path, StandardOpenOption.WRITE)) {
        if (!ended) {
          showAgain(this);
          fill(reader, file);
        }
      } catch (IOException | RuntimeException | Error e) {
        failed(file, e);
      } finally {
        identities.remove(identity);
        finished.add(this);
      }
    }
  }

  /**
   * @param directory the datum's; {@code pipes} in it is for this object
   */
  LazyFiles(InputCache inputs, NamedPipes maker, Path directory) {
    this.inputs = inputs;
    this.maker = maker;
    this.directory = directory;
    this.pipes = directory.resolve("pipes");
  }

  /** Whether one more can be shown. */
  boolean hasRoom() {
    return shown.size() < MOST;
  }

  /**
   * Has a file shown from {@link #open} on.
   *
   * @param path in the input
   * @param target in a directory that is there
   */
  void show(String input, FilePath path, FileEntry content, Path target) {
    shown.add(new LazyFile(input, path, content, target));
  }

  /**
   * Puts all files in their places.
   *
   * @throws IOException when the host cannot make them
   */
  void open() throws IOException {
    if (shown.isEmpty()) {
      return;
    }
    Files.createDirectory(pipes);
    opened = true;
    List<Path> paths = make(shown.size() + SPARES);
    for (int i = 0; i < shown.size(); i++) {
      LazyFile file = shown.get(i);
      Pipe pipe = new Pipe(file, paths.get(i));
      identities.put(pipe.identity, file);
      Files.createLink(file.target(), pipe.path);
      start(pipe);
    }
    addSpares(paths.subList(shown.size(), paths.size()));
  }

  private synchronized List<Path> make(int count) throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(Long.toString(made++));
    }
    maker.make(pipes, "0644", names);
    return names.stream().map(pipes::resolve).toList();
  }

  private synchronized void addSpares(List<Path> paths) throws IOException {
    for (Path path : paths) {
      Files.createLink(link(path), path);
      spares.add(path);
    }
  }

  private synchronized Path takeSpare() throws IOException {
    if (spares.isEmpty()) {
      addSpares(make(SPARES));
    }
    return spares.remove();
  }

  /** A spare's second name, which becomes that under {@code pfs}. */
  private static Path link(Path pipe) {
    return pipe.resolveSibling(pipe.getFileName() + ".new");
  }

  private synchronized void start(Pipe pipe) throws IOException {
    for (Pipe last = finished.poll(); last != null; last = finished.poll()) {
      join(last.thread);
      Files.deleteIfExists(last.path);
      running.remove(last);
    }
    if (closed) {
      return;
    }
    try {
      pipe.thread.start();
    } catch (OutOfMemoryError e) {
      throw new IOException("no more threads can be started to wait for their readers", e);
    }
    running.add(pipe);
  }

  /** Code that moved or removed the file finds no other in its place. */
  private void showAgain(Pipe opened) throws IOException {
    Path path = takeSpare();
    Pipe next = new Pipe(opened.file, path);
    identities.put(next.identity, next.file);
    Path target = opened.file.target();
    if (FileSwap.replace(directory, link(path), target, opened.identity)) {
      start(next);
    } else {
      identities.remove(next.identity);
      synchronized (this) {
        spares.add(path);
      }
    }
  }

  private void fill(OutputStream reader, LazyFile file) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, file.content().size() + 1)];
    try (InputStream content = inputs.open(file.content())) {
      for (int n = content.read(buffer); n >= 0 && !ended; n = content.read(buffer)) {
        bytes.add(n);
        if (!write(reader, buffer, n)) {
          return;
        }
      }
    }
  }

  /** False when nobody reads any more. */
  private static boolean write(OutputStream reader, byte[] buffer, int length) {
    try {
      reader.write(buffer, 0, length);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void failed(LazyFile file, Throwable e) {
    String name = "/pfs/" + file.input() + file.path();
    failure.compareAndSet(
        null, "lazy input file \"" + name + "\" cannot be given to the code: " + e.getMessage());
  }

  /** Why the code did not get the whole of a file that it read, if so; a sentence. */
  Optional<String> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** How much was given to the code. */
  long bytes() {
    return bytes.sum();
  }

  /** Knows the pipes by their identities, and leaves other files to {@code others}. */
  InputCheck check(InputCheck others) {
    return (input, path, file) ->
        Files.isRegularFile(file.location(), LinkOption.NOFOLLOW_LINKS)
            ? others.isUnchanged(input, path, file)
            : isPipe(input, path, file.location());
  }

  private boolean isPipe(String input, FilePath path, Path location) throws IOException {
    Object before = null;
    Object now = identity(location);
    // Another may just have taken its place.
    while (!now.equals(before)) {
      LazyFile file = identities.get(now);
      if (file != null && file.input().equals(input) && file.path().equals(path)) {
        return true;
      }
      before = now;
      now = identity(location);
    }
    return false;
  }

  private static Object identity(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /**
   * Ends all threads, whether anybody reads or not. What still reads then finds the end of its
   * file.
   *
   * @throws IOException when the host cannot open a pipe
   */
  @Override
  public void close() throws IOException {
    ended = true;
    List<Pipe> last;
    synchronized (this) {
      closed = true;
      last = List.copyOf(running);
      running.clear();
      shown.clear();
    }
    for (Pipe pipe : last) {
      release(pipe);
    }
    if (opened) {
      Scratch.delete(pipes);
      opened = false;
    }
  }

  /** A reader and writer of its own lets go whoever waits for one; what is in the pipe is read. */
  private static void release(Pipe pipe) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (RandomAccessFile both = new RandomAccessFile(pipe.path.toFile(), "rw");
        InputStream read = new FileInputStream(both.getFD())) {
      while (!joined(pipe.thread, 1)) {
        int written = read.available();
        if (written > 0 && read.read(buffer, 0, Math.min(written, buffer.length)) < 0) {
          throw new IOException("named pipe " + pipe.path + " is at its end");
        }
      }
    }
  }

  private static void join(Thread thread) {
    while (!joined(thread, 0)) {
      Thread.onSpinWait();
    }
  }

  /** Whether it ended within so many milliseconds, 0 for ever; an interrupt is kept. */
  private static boolean joined(Thread thread, long millis) {
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
