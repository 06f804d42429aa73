/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.regex.Pattern;

/**
 * A part of a bucket: all keys that begin with the prefix and a slash, or all where the prefix is
 * empty.
 *
 * @param prefix elements joined by single slashes, at most {@value #MOST_PREFIX} bytes; no slash at
 *     either end
 */
public record BucketPrefix(String bucket, String prefix) {
  static final String SCHEME = "s3://";

  /** A key of S3 has at most 1,024 bytes, and one of a store at most 900. */
  private static final int MOST_PREFIX = 1_024 - 900 - 1;

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern ELEMENT = Pattern.compile("[A-Za-z0-9!_.'()=+@,-]+");

  /**
   * @throws TuskException USAGE
   */
  public BucketPrefix {
    if (!BUCKET.matcher(bucket).matches()) {
      throw refused(
          bucket,
          prefix,
          "bucket \"" + bucket + "\" is not 3 to 63 of a-z 0-9 . - between a letter or digit each");
    }
    if (bucket.endsWith("--x-s3")) {
      throw refused(
          bucket, prefix, "a directory bucket does not list keys in order; use a general one");
    }
    if (prefix.length() > MOST_PREFIX) {
      throw refused(
          bucket, prefix, "its prefix is longer than " + MOST_PREFIX + " bytes; use a shorter one");
    }
    if (!prefix.isEmpty()) {
      for (String element : prefix.split("/", -1)) {
        if (!ELEMENT.matcher(element).matches() || element.equals(".") || element.equals("..")) {
          throw refused(
              bucket,
              prefix,
              "its prefix has the element \""
                  + element
                  + "\"; use a-z A-Z 0-9 ! _ . ' ( ) = + @ , - with single slashes between");
        }
      }
    }
  }

  /** Whether {@code text} is meant to be what {@link #parse} reads. */
  public static boolean isOne(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads {@code s3://bucket/prefix}; one slash may stand at the end.
   *
   * @throws TuskException USAGE
   */
  public static BucketPrefix parse(String text) {
    if (!isOne(text)) {
      throw new TuskException(
          ErrorCode.USAGE, "store \"" + text + "\" is no bucket; name it s3://BUCKET/PREFIX");
    }
    String rest = text.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    if (slash < 0) {
      return new BucketPrefix(rest, "");
    }
    int end = rest.endsWith("/") ? rest.length() - 1 : rest.length();
    return new BucketPrefix(
        rest.substring(0, slash), rest.substring(Math.min(slash + 1, end), end));
  }

  /** What every key begins with. */
  String start() {
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  @Override
  public String toString() {
    return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  private static TuskException refused(String bucket, String prefix, String fact) {
    return new TuskException(
        ErrorCode.USAGE,
        "store \"" + SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix) + "\": " + fact);
  }
}
