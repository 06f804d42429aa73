/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Files that other threads read. */
final class FileReads {
  private FileReads() {}

  /**
   * @throws IOException as the source did
   */
  static FileEntry await(Future<FileEntry> entry) throws IOException {
    try {
      return entry.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(
          ErrorCode.INTERRUPTED, "the write was interrupted; nothing was changed", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof TuskException tusk) {
        throw tusk;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
