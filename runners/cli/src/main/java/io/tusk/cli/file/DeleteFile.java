/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.WriteCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.PathEntry;
import io.tusk.name.FilePath;
import io.tusk.repo.Commit;
import io.tusk.repo.FileWrite;
import io.tusk.repo.OpenWrites;
import io.tusk.repo.Resolver;
import io.tusk.repo.TuskStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Delete files, or with -r directories, from a branch; one command is one commit.",
    footer = {
      "",
      "Examples:",
      "  tusk delete file images@master:/a.png",
      "  tusk delete file -r images@master:/2025"
    })
public final class DeleteFile extends WriteCommand {
  @Parameters(
      paramLabel = "REPO@BRANCH:PATH",
      description = "What to delete, of a branch or, by its id, of an open commit.")
  private String name;

  @Option(
      names = {"-r", "--recursive"},
      description = "Also a directory with all that is in it.")
  private boolean recursive;

  @Override
  protected void write(TuskStore store) {
    FileRef ref = file(name);
    if (ref.path().isEmpty()) {
      throw malformed();
    }
    WriteTarget from = WriteTarget.of(store.opened(), ref).orElseThrow(this::malformed);
    FilePath path = ref.filePath();
    if (find(store, ref, path) instanceof DirectoryEntry && !recursive) {
      throw new TuskException(
          ErrorCode.USAGE, "\"" + path + "\" is a directory; delete it with -r");
    }
    try (FileWrite write = new FileWrite(store, store.opened())) {
      write.delete(path);
      from.commit(write, operation(name), "");
    }
  }

  private RuntimeException malformed() {
    return misuse("\"" + name + "\" is not of the form REPO@BRANCH:PATH or REPO@COMMIT:PATH");
  }

  /** In the open commit, if the branch has one, with what was written to it so far. */
  private static PathEntry find(TuskStore store, FileRef ref, FilePath path) {
    Resolver resolver = store.opened().resolver();
    Commit head = resolver.head(ref.commit());
    return head.isOpen()
        ? new OpenWrites(store, head).find(path).orElseThrow(() -> FileText.missing(head, path))
        : FileText.require(store.files(), resolver.readable(ref.commit()), path);
  }
}
