/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Failures;
import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.ReadCommand;
import io.tusk.cli.frame.View;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.PathEntry;
import io.tusk.files.PathInfo;
import io.tusk.name.FilePath;
import io.tusk.repo.Commit;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code get file}: to standard output, to a file, or with -r a directory. */
@Command(
    description = "Get a file, or with -r the files of a directory.",
    footer = {
      "",
      "Examples:",
      "  tusk get file edges@master:/liberty.png -o edges.png",
      "  tusk get file -r edges@master:/ -o edges",
      "  tusk get file 'counts@master^:/counts.tsv'"
    })
public final class GetFile extends ReadCommand {
  @Parameters(paramLabel = "REPO@COMMIT:PATH", description = "What to get.")
  private String source;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      description = "The file, or with -r the directory, to write.")
  private String output;

  @Option(
      names = {"-r", "--recursive"},
      description = "Get all files of a directory.")
  private boolean recursive;

  @Override
  protected void read(View view) throws IOException {
    if (recursive && output == null) {
      throw misuse("-r needs -o DIRECTORY to write to");
    }
    FileRef ref = file(source);
    Commit commit = view.resolver().readable(ref.commit());
    FilePath path = ref.filePath();
    PathEntry entry = FileText.require(view.files(), commit, path);
    try (FileOutput files = new FileOutput(view.store(), terminal().host())) {
      if (entry instanceof FileEntry file) {
        getFile(view.store(), files, path, file);
      } else if (recursive) {
        getDirectory(view.store(), files, commit, path);
      } else {
        throw new TuskException(
            ErrorCode.USAGE, "\"" + path + "\" is a directory; get its files with -r -o DIRECTORY");
      }
    }
  }

  private void getFile(TuskStore store, FileOutput files, FilePath path, FileEntry file)
      throws IOException {
    if (output == null) {
      try (InputStream content = store.files().open(file)) {
        // Bytes, so not through the writer that prints text.
        out().flush();
        content.transferTo(terminal().output());
        terminal().output().flush();
      }
      return;
    }
    Path target = terminal().directory().resolve(output);
    if (output.endsWith("/")) {
      FileOutput.makeDirectory(target);
    }
    if (Files.isDirectory(target)) {
      target = below(target, path.name());
    }
    files.write(file, target);
  }

  private void getDirectory(TuskStore store, FileOutput files, Commit commit, FilePath directory)
      throws IOException {
    Path target = terminal().directory().resolve(output);
    FileOutput.makeDirectory(target);
    int skip = directory.isRoot() ? 1 : directory.value().length() + 1;
    Iterator<PathInfo> found = store.files().walk(commit.files(), directory);
    while (found.hasNext()) {
      PathInfo info = found.next();
      files.writeLater(
          (FileEntry) info.entry(), below(target, info.path().value().substring(skip)));
    }
    files.finish();
  }

  private static Path below(Path directory, String relative) {
    try {
      return directory.resolve(relative);
    } catch (InvalidPathException e) {
      throw Failures.unsayable(relative, e);
    }
  }
}
