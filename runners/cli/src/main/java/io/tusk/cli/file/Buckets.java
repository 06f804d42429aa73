/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.engine.url.ObjectUrl;
import io.tusk.engine.url.UrlFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/** Objects as sources. Beam is loaded with the first of them. Safe for many threads. */
final class Buckets {
  private final List<String> options;
  private UrlFiles files;

  /** {@code options}: Beam's own, as pipelines get them. */
  Buckets(List<String> options) {
    this.options = List.copyOf(options);
  }

  synchronized UrlFiles files() {
    if (files == null) {
      files = UrlFiles.of(options);
    }
    return files;
  }

  /** The only object of that name. */
  InputStream open(String source, TransferProgress progress) {
    return counted(files().open(ObjectUrl.parse(source)), progress);
  }

  InputStream open(UrlFiles.Found found, TransferProgress progress) {
    return counted(files().open(found), progress);
  }

  /** What is below a directory, or what matches a pattern; there is something. */
  Iterator<UrlFiles.Found> several(ObjectUrl url) {
    return url.isGlob() ? files().match(url).iterator() : files().below(url);
  }

  private static InputStream counted(InputStream content, TransferProgress progress) {
    return new SourceStream(content, progress) {
      @Override
      RuntimeException failure(IOException e, long bytesBefore) {
        // What is read fails with an exception of its own.
        return new IllegalStateException(e);
      }
    };
  }
}
