/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Failures;
import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.ReadCommand;
import io.tusk.cli.frame.View;
import io.tusk.engine.url.ObjectUrl;
import io.tusk.files.FileEntry;
import io.tusk.files.PathInfo;
import io.tusk.name.FilePath;
import io.tusk.repo.Commit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code get file}: to standard output, to a file, or with -r to a directory. */
@Command(
    description = "Get files: one, or all that match a glob, or with -r those of directories.",
    footer = {
      "",
      "Examples:",
      "  tusk get file edges@master:/liberty.png -o edges.png",
      "  tusk get file -r edges@master:/ -o edges",
      "  tusk get file -r edges@master:/ -o s3://bucket/edges",
      "  tusk get file 'logs@master:/2026-*.txt'",
      "  tusk get file 'counts@master^:/counts.tsv'"
    })
public final class GetFile extends ReadCommand {
  @Parameters(
      paramLabel = "REPO@COMMIT:PATH",
      description =
          "What to get: a path that exists, else a glob; several files come in the order of their"
              + " paths.")
  private String source;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH|URL",
      description = "The file, or with -r the directory, to write; also s3://BUCKET/KEY.")
  private String output;

  @Option(
      names = {"-r", "--recursive"},
      description = "Get all files of a directory.")
  private boolean recursive;

  @Option(
      names = "--offset",
      paramLabel = "N",
      defaultValue = "0",
      showDefaultValue = Visibility.NEVER,
      description = "Leave out the first N bytes of the file.")
  private long offset;

  @Option(
      names = "--retry",
      description =
          "Go on with what an earlier get has written to -o; only what is missing is fetched.")
  private boolean retry;

  @Mixin private TransferProgress.Choice progress;

  @Override
  protected void read(View view) throws IOException {
    refuseMisuse();
    FileRef ref = file(source);
    Commit commit = view.resolver().readable(ref.commit());
    Selection selection = Selection.of(view.files(), commit, ref);
    try (TransferProgress shown = progress.start(terminal(), err());
        FileOutput files =
            new FileOutput(
                view.store(),
                terminal().host(),
                retry ? FileOutput.Mode.RESUME : FileOutput.Mode.WHOLE,
                shown)) {
      if (output != null && WebSources.isUrl(output)) {
        toBucket(view, files, commit, selection, ref, shown);
      } else if (!recursive) {
        getFiles(files, selection, requireFiles(selection, ref));
      } else if (selection.isOneFile()) {
        PathInfo only = selection.matches().next();
        getFile(files, only.path(), (FileEntry) only.entry());
      } else {
        Path target = terminal().directory().resolve(output);
        FileOutput.makeDirectory(target);
        eachOfTree(
            view, commit, selection, (name, file) -> files.writeLater(file, below(target, name)));
        files.finish();
      }
    }
  }

  private long requireFiles(Selection selection, FileRef ref) {
    long count = selection.requireFiles();
    if (offset > 0 && count > 1) {
      throw misuse("--offset is of one file, and " + count + " match \"" + ref.path().get() + "\"");
    }
    return count;
  }

  private void toBucket(
      View view,
      FileOutput files,
      Commit commit,
      Selection selection,
      FileRef ref,
      TransferProgress shown) {
    ObjectUrl target = ObjectUrl.parse(output);
    if (retry) {
      throw misuse(
          "--retry goes on with a local file, and " + target + " is an object; leave it out");
    }
    long count = recursive ? 0 : requireFiles(selection, ref);
    if (count > 1 && target.isDirectory()) {
      throw misuse(
          "\"" + output + "\" is a directory and " + count + " files match; -r keeps them apart");
    }
    try (BucketOutput objects =
        new BucketOutput(view.store(), terminal().host(), new Buckets(bucketOptions()), shown)) {
      if (recursive && !selection.isOneFile()) {
        eachOfTree(
            view, commit, selection, (name, file) -> objects.writeLater(file, target.below(name)));
        objects.finish();
      } else if (count > 1) {
        objects.write(out -> copyAll(files, selection, out), size(selection), target);
      } else {
        PathInfo only = selection.matches().next();
        FileEntry file = (FileEntry) only.entry();
        requireWithin(only);
        objects.write(only.path(), file, offset, target);
      }
    }
  }

  private static long size(Selection selection) {
    long size = 0;
    for (Iterator<PathInfo> all = selection.matches(); all.hasNext(); ) {
      size += all.next().entry().bytes();
    }
    return size;
  }

  private void requireWithin(PathInfo match) {
    long size = match.entry().bytes();
    if (offset > size) {
      throw misuse("--offset " + offset + " is behind the end of " + match.path() + ", at " + size);
    }
  }

  private void refuseMisuse() {
    if (recursive && output == null) {
      throw misuse("-r needs -o DIRECTORY to write to");
    }
    if (retry && output == null) {
      throw misuse("--retry needs -o PATH to go on with");
    }
    if (offset < 0) {
      throw misuse("--offset is 0 at least: " + offset);
    }
    if (offset > 0 && (recursive || retry)) {
      throw misuse("--offset does not go with " + (recursive ? "-r" : "--retry"));
    }
  }

  private void getFiles(FileOutput files, Selection selection, long count) throws IOException {
    if (output == null) {
      // Bytes, so not through the writer that prints text.
      out().flush();
      copyAll(files, selection, terminal().output());
      terminal().output().flush();
    } else if (count == 1) {
      PathInfo only = selection.matches().next();
      getFile(files, only.path(), (FileEntry) only.entry());
    } else if (output.endsWith("/") || Files.isDirectory(terminal().directory().resolve(output))) {
      throw misuse(
          "\"" + output + "\" is a directory and " + count + " files match; -r keeps them apart");
    } else if (retry) {
      throw misuse("--retry is of one file, and " + count + " match; -r keeps them apart");
    } else {
      files.write(out -> copyAll(files, selection, out), terminal().directory().resolve(output));
    }
  }

  private void copyAll(FileOutput files, Selection selection, OutputStream out) throws IOException {
    Iterator<PathInfo> matches = selection.matches();
    while (matches.hasNext()) {
      PathInfo match = matches.next();
      requireWithin(match);
      files.copy((FileEntry) match.entry(), offset, out);
    }
  }

  private void getFile(FileOutput files, FilePath path, FileEntry file) {
    Path target = terminal().directory().resolve(output);
    if (output.endsWith("/")) {
      FileOutput.makeDirectory(target);
    }
    if (Files.isDirectory(target)) {
      target = below(target, path.name());
    }
    if (offset == 0) {
      files.write(file, target);
      return;
    }
    Selection only = Selection.of(new PathInfo(path, file));
    files.write(out -> copyAll(files, only, out), target);
  }

  /** {@code action} is given each file with its path within the directory that is got. */
  private static void eachOfTree(
      View view, Commit commit, Selection selection, BiConsumer<String, FileEntry> action) {
    FilePath top = selection.top();
    int skip = top.isRoot() ? 1 : top.value().length() + 1;
    String taken = null;
    Iterator<PathInfo> matches = selection.matches();
    while (matches.hasNext()) {
      PathInfo match = matches.next();
      if (taken != null && match.path().value().startsWith(taken)) {
        continue;
      }
      if (FileText.isDirectory(match)) {
        taken = match.path().isRoot() ? "/" : match.path() + "/";
      }
      Iterator<PathInfo> found = view.files().walk(commit.files(), match.path());
      while (found.hasNext()) {
        PathInfo info = found.next();
        action.accept(info.path().value().substring(skip), (FileEntry) info.entry());
      }
    }
  }

  private static Path below(Path directory, String relative) {
    try {
      return directory.resolve(relative);
    } catch (InvalidPathException e) {
      throw Failures.unsayable(relative, e);
    }
  }
}
