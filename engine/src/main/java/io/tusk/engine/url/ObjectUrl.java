/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.url;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * {@code s3://BUCKET/KEY}: an object, or what begins so. Nothing in it is escaped.
 *
 * @param key empty for the bucket itself
 */
public record ObjectUrl(String bucket, String key) {
  private static final Pattern URL =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*", Pattern.DOTALL);
  private static final String SCHEME = "s3://";

  /** Whether {@code text} is of this form; the rest may be wrong. */
  public static boolean isOne(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith(SCHEME);
  }

  /**
   * @throws TuskException USAGE for what is no URL, is of another scheme or names no bucket
   */
  public static ObjectUrl parse(String text) {
    if (!URL.matcher(text).matches()) {
      throw wrong(text, "is not a URL; write s3://BUCKET/PATH");
    }
    if (!isOne(text)) {
      String scheme = text.substring(0, text.indexOf(':')).toLowerCase(Locale.ROOT);
      throw wrong(
          text,
          "is a URL of the scheme "
              + scheme
              + ", and of buckets this version knows those of s3 only; copy with the tool of that"
              + " storage, or name its S3 interface with --endpoint");
    }
    String rest = text.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (bucket.isEmpty()) {
      throw wrong(text, "names no bucket; write s3://BUCKET/PATH");
    }
    return new ObjectUrl(bucket, slash < 0 ? "" : rest.substring(slash + 1));
  }

  private static TuskException wrong(String text, String fact) {
    return new TuskException(ErrorCode.USAGE, "\"" + text + "\" " + fact);
  }

  /** Whether it stands for what begins so, not for one object. */
  public boolean isDirectory() {
    return key.isEmpty() || key.endsWith("/");
  }

  /** Whether file systems take it for a pattern. */
  public boolean isGlob() {
    return key.indexOf('*') >= 0 || key.indexOf('?') >= 0 || key.indexOf('[') >= 0;
  }

  /** The same with a slash at its end. */
  public ObjectUrl asDirectory() {
    return isDirectory() ? this : new ObjectUrl(bucket, key + "/");
  }

  /** What lies below this as a directory. */
  public ObjectUrl below(String relative) {
    return new ObjectUrl(bucket, asDirectory().key + relative);
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
