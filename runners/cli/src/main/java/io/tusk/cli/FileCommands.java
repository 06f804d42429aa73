/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.PathChange;
import io.tusk.files.PathEntry;
import io.tusk.files.PathInfo;
import io.tusk.glob.Glob;
import io.tusk.log.Operation;
import io.tusk.name.FilePath;
import io.tusk.repo.Commit;
import io.tusk.repo.FileWrite;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The verbs of files but for put and get. */
final class FileCommands {
  private FileCommands() {}

  static PathEntry require(TuskStore store, Commit commit, FilePath path) {
    return store
        .files()
        .find(commit.files(), path)
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.NOT_FOUND,
                    "file "
                        + path
                        + " does not exist in "
                        + commit.label()
                        + "; 'tusk list file "
                        + commit.label()
                        + "' shows what does"));
  }

  static String shown(PathInfo info) {
    boolean slash = info.entry() instanceof DirectoryEntry && !info.path().isRoot();
    return info.path() + (slash ? "/" : "");
  }

  static ObjectNode json(Commit commit, PathInfo info) {
    ObjectNode json = RawJson.object();
    ObjectNode file = json.putObject("file");
    file.set("commit", RawJson.commitName(commit.repo(), commit.id(), commit.branch()));
    file.put("path", shown(info));
    json.put("file_type", info.entry() instanceof DirectoryEntry ? "DIR" : "FILE");
    json.put("size_bytes", info.entry().bytes());
    json.put("hash", info.entry().hash().toString());
    return json;
  }

  private static void print(
      TuskCommand command, RawOption raw, Commit commit, Iterator<PathInfo> infos) {
    if (raw.isRaw()) {
      infos.forEachRemaining(info -> raw.print(command.out(), json(commit, info)));
      return;
    }
    Table table = new Table(command.out(), "SIZE", "NAME");
    infos.forEachRemaining(info -> table.row(Format.size(info.entry().bytes()), shown(info)));
    table.print();
  }

  @Command(
      name = "file",
      aliases = "files",
      description = "List the files and directories in a directory.",
      footer = {
        "",
        "Examples:",
        "  tusk list file images@master",
        "  tusk list file images@master:/2026"
      })
  static final class ListAll extends TuskCommand {
    @Parameters(paramLabel = "REPO@COMMIT[:PATH]", description = "The directory.")
    private String name;

    @Mixin private RawOption raw;

    @Override
    void run() {
      FileRef ref = FileRef.parse(project(), name);
      try (TuskStore store = openStore()) {
        Commit commit = store.snapshot().resolver().readable(ref.commit());
        FilePath path = ref.filePath();
        PathEntry entry = require(store, commit, path);
        print(
            this,
            raw,
            commit,
            entry instanceof DirectoryEntry
                ? store.files().list(commit.files(), path)
                : Collections.singleton(new PathInfo(path, entry)).iterator());
      }
    }
  }

  @Command(
      name = "file",
      aliases = "files",
      description = "List the files and directories that match a glob.",
      footer = {"", "Example:", "  tusk glob file 'images@master:/**.png'"})
  static final class GlobAll extends TuskCommand {
    @Parameters(paramLabel = "REPO@COMMIT:GLOB", description = "The glob.")
    private String name;

    @Mixin private RawOption raw;

    @Override
    void run() {
      FileRef ref = FileRef.parse(project(), name);
      Glob glob =
          Glob.parse(
              ref.path()
                  .orElseThrow(
                      () ->
                          new ParameterException(
                              spec().commandLine(), "a glob is needed: \"" + name + ":/*\"")));
      try (TuskStore store = openStore()) {
        Commit commit = store.snapshot().resolver().readable(ref.commit());
        print(this, raw, commit, store.files().glob(commit.files(), glob));
      }
    }
  }

  @Command(
      name = "file",
      aliases = "files",
      description = "Show one file or directory.",
      footer = {"", "Example:", "  tusk inspect file images@master:/liberty.png"})
  static final class Inspect extends TuskCommand {
    @Parameters(paramLabel = "REPO@COMMIT:PATH", description = "The file.")
    private String name;

    @Mixin private RawOption raw;

    @Override
    void run() {
      FileRef ref = FileRef.parse(project(), name);
      try (TuskStore store = openStore()) {
        Commit commit = store.snapshot().resolver().readable(ref.commit());
        PathInfo info = new PathInfo(ref.filePath(), require(store, commit, ref.filePath()));
        if (raw.isRaw()) {
          raw.print(out(), json(commit, info));
          return;
        }
        out().println("Path: " + shown(info));
        out().println("Type: " + (info.entry() instanceof DirectoryEntry ? "dir" : "file"));
        out().println("Size: " + Format.size(info.entry().bytes()));
        if (info.entry() instanceof DirectoryEntry directory) {
          out().println("Files: " + directory.files());
        }
        out().println("Hash: " + info.entry().hash());
      }
    }
  }

  @Command(
      name = "file",
      aliases = "files",
      description =
          "Delete files, or with -r directories, from a branch; one command is one commit.",
      footer = {
        "",
        "Examples:",
        "  tusk delete file images@master:/a.png",
        "  tusk delete file -r images@master:/2025"
      })
  static final class Delete extends TuskCommand {
    @Parameters(paramLabel = "REPO@BRANCH:PATH", description = "What to delete.")
    private String name;

    @Option(
        names = {"-r", "--recursive"},
        description = "Also a directory with all that is in it.")
    private boolean recursive;

    @Override
    void run() {
      FileRef ref = FileRef.parse(project(), name);
      var branch =
          ref.commit()
              .branch()
              .filter(found -> ref.commit().id().isEmpty() && ref.path().isPresent())
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec().commandLine(),
                          "\"" + name + "\" is not of the form REPO@BRANCH:PATH"));
      try (TuskStore store = openStore();
          FileWrite write = new FileWrite(store)) {
        FilePath path = ref.filePath();
        Commit commit = store.snapshot().resolver().readable(ref.commit());
        PathEntry entry = require(store, commit, path);
        if (entry instanceof DirectoryEntry && !recursive) {
          throw new TuskException(
              ErrorCode.USAGE, "\"" + path + "\" is a directory; delete it with -r");
        }
        write.delete(path);
        write.commit(branch, new Operation("delete file", name), "");
        PendingHint.print(this, store);
      }
    }
  }

  @Command(
      name = "file",
      aliases = "files",
      description =
          "List the paths that differ between two commits; by default between one and its parent.",
      footer = {
        "",
        "Examples:",
        "  tusk diff file images@master",
        "  tusk diff file images@master:/2026 images@staging:/2026 --name-only"
      })
  static final class Diff extends TuskCommand {
    @Parameters(index = "0", paramLabel = "NEW", description = "REPO@COMMIT[:PATH].")
    private String newer;

    @Parameters(index = "1", arity = "0..1", paramLabel = "OLD", description = "The same.")
    private String older;

    @Option(
        names = {"-s", "--shallow"},
        description = "Do not look into directories that differ.")
    private boolean shallow;

    @Option(names = "--name-only", description = "Print the paths alone.")
    private boolean nameOnly;

    @Override
    void run() {
      FileRef newRef = FileRef.parse(project(), newer);
      try (TuskStore store = openStore()) {
        Snapshot snapshot = store.snapshot();
        Commit newCommit = snapshot.resolver().readable(newRef.commit());
        Optional<Commit> oldCommit =
            older != null
                ? Optional.of(
                    snapshot.resolver().readable(FileRef.parse(project(), older).commit()))
                : snapshot.catalog().readableAncestor(newCommit);
        FilePath newPath = newRef.filePath();
        FilePath oldPath = older != null ? FileRef.parse(project(), older).filePath() : newPath;
        if (entry(store, oldCommit, oldPath).isEmpty()) {
          require(store, newCommit, newPath);
        }
        print(
            store
                .files()
                .differences(
                    below(store, oldCommit, oldPath),
                    below(store, Optional.of(newCommit), newPath),
                    directory -> !shallow || directory.path().isRoot()),
            newPath);
      }
    }

    private static Optional<PathEntry> entry(
        TuskStore store, Optional<Commit> commit, FilePath path) {
      return commit.flatMap(found -> store.files().find(found.files(), path));
    }

    /** The content of a directory, as a file set; of a file, as one with that file. */
    private static io.tusk.files.FileSet below(
        TuskStore store, Optional<Commit> commit, FilePath path) {
      Optional<PathEntry> entry = entry(store, commit, path);
      if (entry.isEmpty()) {
        return io.tusk.files.FileSet.EMPTY;
      }
      if (entry.get() instanceof DirectoryEntry directory) {
        return new io.tusk.files.FileSet(directory.tree(), directory.files(), directory.bytes());
      }
      try (var out = store.newPackWriter()) {
        return store
            .files()
            .edit(io.tusk.files.FileSet.EMPTY, out)
            .put(FilePath.parse(path.name()), entry.get())
            .finish();
      }
    }

    private void print(Iterator<PathChange> changes, FilePath root) {
      Table table = nameOnly ? null : new Table(out(), "OP", "SIZE", "NAME");
      while (changes.hasNext()) {
        PathChange change = changes.next();
        if (change.path().isRoot()) {
          continue;
        }
        String shown = root.isRoot() ? change.path().value() : root + change.path().value();
        String name = shown + (change.isDirectory() ? "/" : "");
        if (table == null) {
          out().println(name);
          continue;
        }
        change.before().ifPresent(entry -> table.row("-", Format.size(entry.bytes()), name));
        change.after().ifPresent(entry -> table.row("+", Format.size(entry.bytes()), name));
      }
      if (table != null) {
        table.print();
      }
    }
  }
}
