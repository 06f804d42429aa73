/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import io.tusk.datum.DatumIdentity;
import io.tusk.datum.DatumKey;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import java.util.HexFormat;
import java.util.List;

/** Natural keys as they are stored, which may be malformed. */
final class KeyText {
  private static final int TEXTS_OF_A_PATH = 5;

  private KeyText() {}

  /** For messages. */
  static String of(DatumKey key) {
    String text;
    try {
      text = key.toString();
    } catch (TuskException e) {
      text = "";
    }
    return text.isEmpty() ? HexFormat.of().formatHex(key.bytes()) : text;
  }

  /**
   * The id of the datum that has the key.
   *
   * @param listed the paths of a datum with a long key
   * @throws TuskException CORRUPT for what is no key; USAGE for a name in it that is none
   */
  static Hash id(DatumKey key, Iterable<DatumKey.Part> listed) {
    if (key.isLong()) {
      Hash id = key.id().orElseThrow(() -> noKey(key));
      if (!DatumIdentity.id(listed).equals(id)) {
        throw new TuskException(
            ErrorCode.CORRUPT, "the paths that are listed for datum " + id + " are another's");
      }
      return id;
    }
    byte[] bytes = key.bytes();
    int texts = 0;
    for (byte b : bytes) {
      texts += b == 0 ? 1 : 0;
    }
    List<DatumKey.Part> parts = key.parts();
    boolean isWhole = bytes.length > 0 && bytes[0] == 0 && bytes[bytes.length - 1] == 0;
    if (!isWhole || parts.isEmpty() || texts != 1 + TEXTS_OF_A_PATH * parts.size()) {
      throw noKey(key);
    }
    return DatumIdentity.id(parts);
  }

  private static TuskException noKey(DatumKey key) {
    return new TuskException(
        ErrorCode.CORRUPT, HexFormat.of().formatHex(key.bytes()) + " is no key of a datum");
  }
}
