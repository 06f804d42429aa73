/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.location;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.s3.BucketPrefix;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a store is. What {@code toString} gives, {@link #parse} reads. */
public sealed interface StoreLocation {
  /**
   * A directory of this host, which may be missing; relative to the process's working directory.
   */
  record Local(Path path) implements StoreLocation {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** A part of a bucket; {@code prefix} is empty for all of it and has no slash at its ends. */
  record S3(String bucket, String prefix) implements StoreLocation {
    public S3 {
      new BucketPrefix(bucket, prefix);
    }

    /** The same as S3 has it. */
    public BucketPrefix place() {
      return new BucketPrefix(bucket, prefix);
    }

    @Override
    public String toString() {
      return place().toString();
    }
  }

  /**
   * Reads {@code s3://bucket/prefix}, at whose end a slash may stand, or else a path.
   *
   * @throws TuskException USAGE
   */
  static StoreLocation parse(String text) {
    if (BucketPrefix.isOne(text)) {
      BucketPrefix place = BucketPrefix.parse(text);
      return new S3(place.bucket(), place.prefix());
    }
    int scheme = text.indexOf("://");
    if (scheme > 0 && text.chars().limit(scheme).allMatch(Character::isLetterOrDigit)) {
      throw new TuskException(
          ErrorCode.USAGE,
          "store \""
              + text
              + "\" begins with "
              + text.substring(0, scheme)
              + "://, which no store does; name a directory or s3://BUCKET/PREFIX");
    }
    try {
      return new Local(Path.of(text));
    } catch (InvalidPathException e) {
      throw new TuskException(
          ErrorCode.USAGE, "store \"" + text + "\" is not a path: " + e.getReason(), e);
    }
  }
}
