/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;

/**
 * The arguments that every {@link ObjectStore} accepts. A key has elements of {@code a-z A-Z 0-9 .
 * _ -}, none of them beginning with a dot, joined by single slashes; an element is at most 255
 * bytes and a key at most 900, so that any file system and bucket holds it; the first element is
 * not {@code tmp}, which a local store uses itself. What breaks a rule is a defect of the caller:
 * INTERNAL.
 */
public final class ObjectKeys {
  /** The first element that no key has. */
  static final String RESERVED = "tmp";

  private static final int MAX_ELEMENT = 255;
  static final int MAX_KEY = 900;

  private ObjectKeys() {}

  /** Returns {@code key}. */
  public static String requireKey(String key) {
    if (key.length() > MAX_KEY) {
      throw refused("object key '" + key + "' is longer than " + MAX_KEY + " bytes");
    }
    int start = 0;
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', start)) {
      requireElement(key, key.substring(start, slash));
      start = slash + 1;
    }
    requireElement(key, key.substring(start));
    if (key.equals(RESERVED) || key.startsWith(RESERVED + "/")) {
      throw refused("object key '" + key + "' begins with the reserved element 'tmp'");
    }
    return key;
  }

  /** {@code prefix} must be how a key could begin, or empty; {@code limit} at least 1. */
  public static void requireListing(String prefix, int limit) {
    if (limit < 1) {
      throw refused("a listing of " + limit + " keys was asked for; at least 1 is allowed");
    }
    int slash = prefix.lastIndexOf('/');
    if (slash >= 0) {
      for (String element : prefix.substring(0, slash).split("/", -1)) {
        requireElement(prefix, element);
      }
    }
    String rest = prefix.substring(slash + 1);
    if (!rest.isEmpty()) {
      requireElement(prefix, rest);
    }
  }

  /** {@code offset} and {@code length} must not be negative. */
  public static void requireRange(String key, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw refused(
          "object '" + key + "' cannot be read from " + offset + ", " + length + " bytes");
    }
  }

  /** Whether {@code name} can be an element of a key. */
  static boolean isElement(String name) {
    if (name.isEmpty() || name.length() > MAX_ELEMENT || name.charAt(0) == '.') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  /** Of a write that would make one key the directory of another. */
  static TuskException nested(String location, String key, String other) {
    return refused(
        "object '"
            + key
            + "' cannot be written to store "
            + location
            + " beside '"
            + other
            + "': no key may be the directory of another");
  }

  private static void requireElement(String whole, String element) {
    if (!isElement(element)) {
      throw refused(
          "object key '"
              + whole
              + "' has the element '"
              + element
              + "'; elements are 1 to 255 of a-z A-Z 0-9 . _ - and do not begin with a dot");
    }
  }

  private static TuskException refused(String message) {
    return new TuskException(ErrorCode.INTERNAL, message);
  }
}
