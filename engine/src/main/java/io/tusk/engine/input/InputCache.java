/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.input;

import io.tusk.files.FileEntry;
import io.tusk.files.FileSets;
import io.tusk.host.CacheBound;
import io.tusk.host.TemporaryTree;
import io.tusk.pieces.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the input files of a job's datums, and keeps on this host's disk the large ones that are
 * read more than once: the second reading of a file leaves it there whole, by its content, and
 * later ones find it. So a file that is crossed with ten thousand others is fetched twice. Smaller
 * files are the store's own cache's.
 *
 * <p>What goes wrong with the disk is noted for who debugs; files are then read from the store.
 * Safe for many threads.
 */
public final class InputCache implements AutoCloseable {
  /** Of a file; what is smaller is not kept. */
  public static final long LEAST_FILE_BYTES = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(InputCache.class);

  /** Of files that were read once; so many of them would hardly fit on the disk. */
  private static final int MOST_SEEN = 10_000;

  /** After so many readings that did not come to the end, nothing makes room for another. */
  private static final int MOST_LEFT = 3;

  /** A hash alone may be that of a short file, and of the chunk tree of a long one. */
  private record Content(Hash hash, long size) {
    static Content of(FileEntry file) {
      return new Content(file.hash(), file.size());
    }
  }

  private final FileSets files;
  private final CacheBound bound;

  /** Those that read what is kept. */
  private final Set<KeptStream> reading = ConcurrentHashMap.newKeySet();

  // All under this object's monitor.
  private final Set<Content> seen = Collections.newSetFromMap(new Bounded<>(MOST_SEEN));

  /** How often those who read at leisure did not come to the end. */
  private final Map<Content, Integer> left = new Bounded<>(MOST_SEEN);

  private final Map<Content, Filling> fillings = new HashMap<>();

  /** The one that was not used for the longest time first. */
  private final Map<Content, Path> kept = new LinkedHashMap<>(16, 0.75f, true);

  private Optional<TemporaryTree> directory = Optional.empty();
  private long most;
  private long held;
  private long made;
  private boolean off;

  /**
   * @param bound of all files together
   */
  public InputCache(FileSets files, CacheBound bound) {
    this.files = files;
    this.bound = bound;
    this.off = bound.isNothing();
  }

  /** Forgets what came first. */
  private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Bounded(int most) {
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }

  /** The bytes of a file from its start. */
  public InputStream open(FileEntry file) {
    return open(file, false, () -> true);
  }

  /**
   * The bytes of a file for a reader that goes to its end without a pause. While one does, others
   * who want the same file wait for it.
   *
   * @param stopped ends the waiting
   */
  public InputStream openToCopy(FileEntry file, BooleanSupplier stopped) {
    return open(file, true, stopped);
  }

  private InputStream open(FileEntry file, boolean copies, BooleanSupplier stopped) {
    if (file.size() < LEAST_FILE_BYTES) {
      return files.open(file);
    }
    Content content = Content.of(file);
    Optional<Filling> other;
    do {
      Optional<Filling> own;
      synchronized (this) {
        Optional<InputStream> found = find(content, file);
        if (found.isPresent()) {
          return found.get();
        }
        other =
            Optional.ofNullable(fillings.get(content))
                .filter(filling -> copies && filling.copies());
        own = begin(content, copies);
      }
      if (own.isPresent()) {
        return fill(file, own.get());
      }
    } while (other.isPresent() && other.get().await(stopped));
    return files.open(file);
  }

  private InputStream fill(FileEntry file, Filling filling) {
    try {
      return new FillingStream(files.open(file), filling);
    } catch (RuntimeException | Error e) {
      filling.leave();
      throw e;
    }
  }

  /** Of what is kept. A file that somebody took away or cut is kept no more. */
  private Optional<InputStream> find(Content content, FileEntry file) {
    Path path = kept.get(content);
    if (path == null) {
      return Optional.empty();
    }
    try {
      if (Files.size(path) == content.size()) {
        KeptStream stream =
            new KeptStream(Files.newInputStream(path), file, files, reading::remove);
        reading.add(stream);
        return Optional.of(stream);
      }
    } catch (IOException e) {
      LOG.debug("an input file that was kept cannot be read", e);
    }
    drop(content, path);
    kept.remove(content);
    return Optional.empty();
  }

  /** Nothing for a first reading, while another fills it, and where there is no room. */
  private Optional<Filling> begin(Content content, boolean copies) {
    if (off || fillings.containsKey(content) || seen.add(content)) {
      return Optional.empty();
    }
    if (!copies && left.getOrDefault(content, 0) >= MOST_LEFT) {
      return Optional.empty();
    }
    try {
      if (!makeRoom(content.size())) {
        return Optional.empty();
      }
      Path path = directory.orElseThrow().path().resolve(Long.toString(made++));
      Filling filling =
          new Filling(
              Files.newOutputStream(path),
              content.size(),
              copies,
              how -> end(content, path, copies, how));
      fillings.put(content, filling);
      held += content.size();
      return Optional.of(filling);
    } catch (IOException e) {
      LOG.debug("no input files are kept in {}", directory.map(TemporaryTree::path), e);
      giveUp();
      return Optional.empty();
    }
  }

  private boolean makeRoom(long bytes) throws IOException {
    if (directory.isEmpty()) {
      TemporaryTree tree = TemporaryTree.create("inputs");
      directory = Optional.of(tree);
      most = bound.bytesAt(tree.path());
    }
    long underWay = fillings.keySet().stream().mapToLong(Content::size).sum();
    if (underWay + bytes > most) {
      return false;
    }
    Iterator<Map.Entry<Content, Path>> oldest = kept.entrySet().iterator();
    while (held + bytes > most && oldest.hasNext()) {
      Map.Entry<Content, Path> entry = oldest.next();
      drop(entry.getKey(), entry.getValue());
      oldest.remove();
    }
    return true;
  }

  /** Whoever reads it goes on reading. */
  private void drop(Content content, Path path) {
    held -= content.size();
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("an input file that was kept cannot be removed", e);
    }
  }

  private synchronized void end(Content content, Path path, boolean copies, Filling.End end) {
    fillings.remove(content);
    if (end == Filling.End.WHOLE && !off) {
      seen.remove(content);
      kept.put(content, path);
      return;
    }
    drop(content, path);
    if (end == Filling.End.FAILED) {
      giveUp();
    } else if (!copies) {
      left.merge(content, 1, Integer::sum);
    }
  }

  /**
   * Gives back all room at once, and takes none again: a datum's own files do not fit beside what
   * is kept. Who reads goes on, from the store.
   *
   * @return false where nothing was kept since the start
   */
  public boolean giveWay() {
    List<Filling> last;
    synchronized (this) {
      last = List.copyOf(fillings.values());
      giveUp();
      if (directory.isEmpty()) {
        return false;
      }
    }
    last.forEach(Filling::leave);
    return true;
  }

  /** On a full disk others need the room. */
  private void giveUp() {
    off = true;
    kept.forEach(this::drop);
    kept.clear();
    reading.forEach(KeptStream::letGo);
  }

  /** Removes all files; who reads goes on, from the store or from the file that is open. */
  @Override
  public void close() {
    List<Filling> last;
    synchronized (this) {
      off = true;
      last = List.copyOf(fillings.values());
      kept.clear();
      directory.ifPresent(InputCache::remove);
      directory = Optional.empty();
    }
    last.forEach(Filling::leave);
  }

  private static void remove(TemporaryTree tree) {
    try {
      tree.close();
    } catch (IOException e) {
      LOG.debug("the input files that were kept are not all removed", e);
    }
  }
}
