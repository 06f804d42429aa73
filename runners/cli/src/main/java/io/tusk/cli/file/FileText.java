/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.RawJson;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.files.PathInfo;
import io.tusk.name.FilePath;
import io.tusk.repo.Commit;
import java.util.Iterator;

/** How files of a commit are found and shown. */
final class FileText {
  private FileText() {}

  /**
   * @throws TuskException NOT_FOUND
   */
  static PathEntry require(FileSets files, Commit commit, FilePath path) {
    return files.find(commit.files(), path).orElseThrow(() -> missing(commit, path));
  }

  static TuskException missing(Commit commit, FilePath path) {
    return new TuskException(
        ErrorCode.NOT_FOUND,
        "file "
            + path
            + " does not exist in "
            + commit.label()
            + "; 'tusk list file "
            + commit.label()
            + "' shows what does");
  }

  static Listing<PathInfo> listing(Commit commit, Iterator<PathInfo> infos) {
    return Listing.of(infos, info -> document(commit, info))
        .column("SIZE", info -> Format.size(info.entry().bytes()))
        .column("NAME", FileText::name);
  }

  /** With a slash behind a directory. */
  static String name(PathInfo info) {
    return info.path() + (isDirectory(info) && !info.path().isRoot() ? "/" : "");
  }

  static boolean isDirectory(PathInfo info) {
    return info.entry() instanceof DirectoryEntry;
  }

  static ObjectNode document(Commit commit, PathInfo info) {
    ObjectNode json = RawJson.object();
    ObjectNode file = json.putObject("file");
    file.set("commit", RawJson.commitName(commit.repo(), commit.id(), commit.branch()));
    file.put("path", name(info));
    json.put("file_type", isDirectory(info) ? "DIR" : "FILE");
    commit.finished().ifPresent(time -> json.put("committed", time.toString()));
    json.put("size_bytes", info.entry().bytes());
    json.put("hash", info.entry().hash().toString());
    return json;
  }
}
