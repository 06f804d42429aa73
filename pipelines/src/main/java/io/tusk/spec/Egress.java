/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec;

import java.util.List;
import java.util.Optional;

/** Where a job's output is copied to after its success. */
public sealed interface Egress {
  /** A bucket or directory. */
  record ObjectStorage(String url) implements Egress {}

  /** Tables of a database. */
  record SqlDatabase(
      String url, Optional<FileFormat> fileFormat, String secretName, String secretKey)
      implements Egress {}

  /** How the files of a {@link SqlDatabase} are read. */
  record FileFormat(FileType type, List<String> columns) {
    public FileFormat {
      columns = List.copyOf(columns);
    }
  }

  /** Kinds of files, in the order of their numbers in Pachyderm's protocol. */
  enum FileType {
    UNKNOWN,
    CSV,
    JSON,
    PARQUET
  }
}
