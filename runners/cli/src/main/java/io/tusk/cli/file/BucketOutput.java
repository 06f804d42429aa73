/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.engine.url.ObjectCopies;
import io.tusk.engine.url.ObjectUrl;
import io.tusk.engine.url.UrlFiles;
import io.tusk.files.FileEntry;
import io.tusk.host.Host;
import io.tusk.name.FilePath;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.io.OutputStream;

/** Writes files of a store to objects. */
final class BucketOutput implements AutoCloseable {
  private final UrlFiles urls;
  private final ObjectCopies copies;

  BucketOutput(TuskStore store, Host host, Buckets buckets, TransferProgress progress) {
    this.urls = buckets.files();
    this.copies =
        new ObjectCopies(
            store.files(),
            urls,
            host,
            new ObjectCopies.Listener() {
              @Override
              public void bytes(long count) {
                progress.bytes(count);
              }

              @Override
              public void file() {
                progress.file();
              }
            });
  }

  /** What is written, and how much of it there is. */
  interface Content {
    void copyTo(OutputStream out) throws IOException;
  }

  /** Writes one object that is not one file. */
  void write(Content content, long size, ObjectUrl target) {
    urls.write(target, size, content::copyTo);
  }

  /** Writes one file; where the URL is a directory, under the file's own name. */
  void write(FilePath path, FileEntry file, long offset, ObjectUrl target) {
    copies.copy(file, offset, target.isDirectory() ? target.below(path.name()) : target);
  }

  /** As {@link #write}, some time before {@link #finish} returns. */
  void writeLater(FileEntry file, ObjectUrl target) {
    copies.copyLater(file, target);
  }

  void finish() {
    copies.finish();
  }

  @Override
  public void close() {
    copies.close();
  }
}
