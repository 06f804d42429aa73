/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How many bytes a cache on disk may take.
 *
 * @param bytes 0 or at least {@link #LEAST_BYTES}; empty for {@code most}, or a quarter of the
 *     space that is free where that is less
 */
public record CacheBound(OptionalLong bytes, long most) {
  public static final long LEAST_BYTES = 64 << 20;

  private static final int SHARE_OF_FREE = 4;

  /**
   * What a variable of the environment says.
   *
   * @param most without the variable
   * @throws TuskException USAGE for a value that is none
   */
  public static CacheBound of(Map<String, String> environment, String variable, long most) {
    String text = environment.getOrDefault(variable, "");
    if (text.isEmpty()) {
      return new CacheBound(OptionalLong.empty(), most);
    }
    try {
      long bytes = Long.parseLong(text);
      if (bytes == 0 || bytes >= LEAST_BYTES) {
        return new CacheBound(OptionalLong.of(bytes), most);
      }
    } catch (NumberFormatException e) {
      // As a number that is too small.
    }
    throw new TuskException(
        ErrorCode.USAGE,
        variable
            + " is \""
            + text
            + "\"; set it to a number of bytes of at least "
            + LEAST_BYTES
            + ", or to 0 to keep nothing on disk");
  }

  /** Whether nothing is to be kept. */
  public boolean isNothing() {
    return bytes.isPresent() && bytes.getAsLong() == 0;
  }

  /** In bytes, of a cache in that directory, which is there. */
  public long bytesAt(Path place) throws IOException {
    return bytes.isPresent()
        ? bytes.getAsLong()
        : Math.min(most, Files.getFileStore(place).getUsableSpace() / SHARE_OF_FREE);
  }
}
