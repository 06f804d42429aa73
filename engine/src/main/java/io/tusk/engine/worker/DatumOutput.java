/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stores what a command wrote; a link into an unchanged input is stored by reference. */
final class DatumOutput implements OutputVisitor {
  private final FileSets files;
  private final PlanItem.Run datum;
  private final PackWriter out;
  private final AtomicBoolean stop;
  private final FileSetEditor outputs;

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
    for (InputPath input : datum.paths()) {
      String root = input.path().isRoot() ? "" : input.path().value();
      if (!input.input().equals(inputName)) {
        continue;
      }
      if (inputPath.equals(input.path())) {
        return Optional.of(input.entry());
      }
      if (inputPath.value().startsWith(root + "/")
          && input.entry() instanceof DirectoryEntry directory) {
        FileSet content = new FileSet(directory.tree(), directory.files(), directory.bytes());
        return files.find(content, FilePath.parse(inputPath.value().substring(root.length())));
      }
    }
    return Optional.empty();
  }

  DirectoryEntry finish() {
    return outputs.finishDirectory();
  }
}
