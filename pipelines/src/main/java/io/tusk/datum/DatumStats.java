/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import java.time.Duration;

/** What a run of a datum took; bytes are those of its inputs and of its outputs. */
public record DatumStats(
    Duration download, Duration process, Duration upload, long downloadBytes, long uploadBytes) {
  public static final DatumStats NONE =
      new DatumStats(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0);

  public DatumStats plus(DatumStats other) {
    return new DatumStats(
        download.plus(other.download),
        process.plus(other.process),
        upload.plus(other.upload),
        downloadBytes + other.downloadBytes,
        uploadBytes + other.uploadBytes);
  }
}
