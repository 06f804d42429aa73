/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.WriteCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.repo.Commit;
import io.tusk.repo.FileWrite;
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
  @Parameters(paramLabel = "REPO@BRANCH:PATH", description = "What to delete.")
  private String name;

  @Option(
      names = {"-r", "--recursive"},
      description = "Also a directory with all that is in it.")
  private boolean recursive;

  @Override
  protected void write(TuskStore store) {
    FileRef ref = file(name);
    BranchName branch =
        ref.commit()
            .branch()
            .filter(found -> ref.commit().id().isEmpty() && ref.path().isPresent())
            .orElseThrow(() -> misuse("\"" + name + "\" is not of the form REPO@BRANCH:PATH"));
    FilePath path = ref.filePath();
    Commit commit = store.snapshot().resolver().readable(ref.commit());
    if (FileText.require(store.files(), commit, path) instanceof DirectoryEntry && !recursive) {
      throw new TuskException(
          ErrorCode.USAGE, "\"" + path + "\" is a directory; delete it with -r");
    }
    try (FileWrite write = new FileWrite(store)) {
      write.delete(path);
      write.commit(branch, operation(name), "");
    }
  }
}
