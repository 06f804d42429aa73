/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.engine.view.OutputFile;
import io.tusk.engine.view.OutputVisitor;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.name.FilePath;
import io.tusk.pieces.PackWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stores what a command wrote; a link into an unchanged input is stored by reference. */
final class DatumOutput implements OutputVisitor {
  private static final int MOST_KNOWN = 100_000;

  private final FileSets files;
  private final PlanItem.Run datum;
  private final PackWriter out;
  private final AtomicBoolean stop;
  private final FileSetEditor outputs;
  private Optional<Map<Place, InputPath>> known = Optional.empty();

  /** {@code stop} ends the storing. */
  DatumOutput(FileSets files, PlanItem.Run datum, PackWriter out, AtomicBoolean stop) {
    this.files = files;
    this.datum = datum;
    this.out = out;
    this.stop = stop;
    this.outputs = files.edit(FileSet.EMPTY, out);
  }

  @Override
  public void file(FilePath path, OutputFile file) throws IOException {
    try (InputStream content = StoppedException.until(stop, file.open())) {
      outputs.put(path, files.write(content, out));
    }
  }

  @Override
  public void inputLink(FilePath path, String inputName, FilePath inputPath, OutputFile content)
      throws IOException {
    Optional<PathEntry> stored = stored(inputName, inputPath);
    if (stored.isPresent()) {
      outputs.put(path, stored.get());
    } else {
      file(path, content);
    }
  }

  private Optional<PathEntry> stored(String inputName, FilePath inputPath) {
    Optional<InputPath> within = Optional.empty();
    for (FilePath at = inputPath; within.isEmpty(); at = at.parent()) {
      within = Optional.ofNullable(inputs().get(new Place(inputName, at)));
      if (at.isRoot()) {
        break;
      }
    }
    if (within.isEmpty() || within.get().path().equals(inputPath)) {
      return within.map(InputPath::entry);
    }
    if (!(within.get().entry() instanceof DirectoryEntry directory)) {
      return Optional.empty();
    }
    FilePath root = within.get().path();
    String below = inputPath.value().substring(root.isRoot() ? 0 : root.value().length());
    FileSet content = new FileSet(directory.tree(), directory.files(), directory.bytes());
    return files.find(content, FilePath.parse(below));
  }

  /** Of a datum of very many paths none is known by place: what is linked to is read then. */
  private Map<Place, InputPath> inputs() {
    if (known.isEmpty()) {
      Map<Place, InputPath> places = new HashMap<>();
      if (datum.paths().count() <= MOST_KNOWN) {
        datum.paths().forEach(path -> places.put(new Place(path.input(), path.path()), path));
      }
      known = Optional.of(places);
    }
    return known.get();
  }

  /** Where the code sees a path of the datum. */
  private record Place(String input, FilePath path) {}

  DirectoryEntry finish() {
    return outputs.finishDirectory();
  }
}
