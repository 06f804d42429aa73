/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.engine.input.InputCache;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.files.PathInfo;
import io.tusk.name.FilePath;
import io.tusk.pieces.PackWriter;
import io.tusk.transform.Datum;
import io.tusk.transform.InputFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A datum's files as Java code sees them: read from the store, written to it. */
final class DatumFiles implements Datum, AutoCloseable {
  private final FileSets files;
  private final InputCache inputs;
  private final ShownFiles shown;
  private final PlanItem.Run datum;
  private final Map<String, String> environment;
  private final FileSetEditor outputs;
  private final PackWriter out;
  private final Set<FilePath> created = new HashSet<>();
  private final Set<OutputFile> open = new HashSet<>();

  /** What is kept, or being kept, on disk; no more than the code left open. */
  private final Set<InputStream> read = ConcurrentHashMap.newKeySet();

  private boolean abandoned;

  DatumFiles(
      FileSets files,
      InputCache inputs,
      ShownFiles shown,
      PlanItem.Run datum,
      Map<String, String> environment,
      FileSetEditor outputs,
      PackWriter out) {
    this.files = files;
    this.inputs = inputs;
    this.shown = shown;
    this.datum = datum;
    this.environment = Map.copyOf(environment);
    this.outputs = outputs;
    this.out = out;
  }

  @Override
  public String id() {
    return datum.id().toString();
  }

  @Override
  public Iterable<InputFile> files() {
    return () -> datum.paths().stream().flatMap(this::below).iterator();
  }

  @Override
  public Iterable<InputFile> files(String input) {
    return () ->
        datum.paths().stream()
            .filter(path -> path.input().equals(input))
            .flatMap(this::below)
            .iterator();
  }

  private Stream<InputFile> below(InputPath path) {
    if (path.entry() instanceof FileEntry file) {
      return Stream.of(new StoredFile(path.input(), path.path(), shown(path, file)));
    }
    DirectoryEntry directory = (DirectoryEntry) path.entry();
    FileSet content = new FileSet(directory.tree(), directory.files(), directory.bytes());
    Iterator<PathInfo> walk = files.walk(content, FilePath.ROOT);
    Iterable<PathInfo> infos = () -> walk;
    return StreamSupport.stream(infos.spliterator(), false)
        .map(
            info ->
                new StoredFile(
                    path.input(),
                    path.path().resolve(info.path().value().substring(1)),
                    shown(path, (FileEntry) info.entry())));
  }

  private FileEntry shown(InputPath path, FileEntry file) {
    return shown.of(path) == ShownFiles.As.NAMES ? FileEntry.EMPTY : file;
  }

  @Override
  public synchronized OutputStream create(String path) throws IOException {
    requireCurrent();
    FilePath target;
    try {
      target = FilePath.parse(path);
    } catch (TuskException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (target.isRoot() || !created.add(target)) {
      throw new IOException("output path \"" + path + "\" is taken; choose another");
    }
    OutputFile file = new OutputFile(target);
    open.add(file);
    return file;
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * @throws IOException naming an output that the code left open
   */
  synchronized void requireClosed() throws IOException {
    if (!open.isEmpty()) {
      throw new IOException(
          "output "
              + open.iterator().next().path
              + " was not closed; close it, so that it is whole");
    }
  }

  /** Keeps code that did not end in time from writing any more. */
  synchronized void abandon() {
    abandoned = true;
  }

  private void requireCurrent() throws IOException {
    if (abandoned) {
      throw new IOException("datum " + id() + " was ended; its outputs are not kept");
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (OutputFile file : List.copyOf(open)) {
      file.discard();
    }
    for (InputStream file : List.copyOf(read)) {
      file.close();
    }
  }

  /**
   * An output is spooled, to memory while it is small, and becomes part of the result when closed.
   */
  private final class OutputFile extends Spool {
    private final FilePath path;

    OutputFile(FilePath path) {
      this.path = path;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      synchronized (DatumFiles.this) {
        requireCurrent();
        super.write(bytes, offset, length);
      }
    }

    @Override
    public void close() throws IOException {
      synchronized (DatumFiles.this) {
        if (open.remove(this)) {
          requireCurrent();
          try (InputStream content = read()) {
            outputs.put(path, files.write(content, out));
          } finally {
            discard();
          }
        }
      }
    }
  }

  private final class StoredFile implements InputFile {
    private final String input;
    private final FilePath path;
    private final FileEntry entry;

    StoredFile(String input, FilePath path, FileEntry entry) {
      this.input = input;
      this.path = path;
      this.entry = entry;
    }

    @Override
    public String input() {
      return input;
    }

    @Override
    public FilePath path() {
      return path;
    }

    @Override
    public long size() {
      return entry.size();
    }

    @Override
    public InputStream open() throws IOException {
      InputStream content = inputs.open(entry);
      if (entry.size() < InputCache.LEAST_FILE_BYTES) {
        return content;
      }
      InputStream large = new LargeInput(content);
      read.add(large);
      return large;
    }
  }

  /** Is closed with the datum if not before, so that it holds no file of the host. */
  private final class LargeInput extends FilterInputStream {
    LargeInput(InputStream content) {
      super(content);
    }

    @Override
    public void close() throws IOException {
      read.remove(this);
      super.close();
    }
  }
}
