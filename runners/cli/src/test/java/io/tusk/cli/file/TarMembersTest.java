/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import static io.tusk.error.Failures.assertFails;

import io.tusk.error.ErrorCode;
import io.tusk.host.Host;
import io.tusk.name.FilePath;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.repo.FileWrite;
import io.tusk.repo.TuskStore;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that change while they are read. */
final class TarMembersTest {
  @TempDir Path directory;

  private static byte[] compressed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      TarArchiveEntry entry = new TarArchiveEntry("a");
      entry.setSize(3);
      tar.putArchiveEntry(entry);
      tar.write(new byte[3]);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  @Test
  void aChangedArchiveIsRefused() throws IOException {
    Path archive = Files.write(directory.resolve("x.tgz"), compressed());
    try (TuskStore store = TuskStore.create(new MemoryObjectStore(), Host.system());
        FileWrite write = new FileWrite(store);
        InputStream in = LocalFile.open(archive, TransferProgress.none())) {
      InputStream changing =
          new FilterInputStream(in) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
              int count = super.read(target, offset, length);
              Files.setLastModifiedTime(archive, FileTime.fromMillis(1));
              return count;
            }
          };
      assertFails(
          ErrorCode.CONFLICT,
          "file \""
              + archive
              + "\" changed while it was read; nothing was changed in the store. Put it when it is"
              + " at rest, or as it comes through standard input",
          () ->
              new TarMembers("x.tgz", TransferProgress.none())
                  .put(changing, FilePath.ROOT, write, FileWrite.Mode.REPLACE));
    }
  }
}
