/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * JSON objects whose last field, {@code check}, is the CRC-32C of all bytes before the comma in
 * front of it, as 8 hex digits.
 */
public final class CheckedJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] CHECK = ",\"check\":\"".getBytes(UTF_8);
  private static final int CHECK_BYTES = CHECK.length + 8 + 2;

  private CheckedJson() {}

  /** {@code json}, which has a field, with its checksum. */
  public static byte[] write(ObjectNode json) {
    try {
      byte[] body = JSON.writeValueAsBytes(json);
      return concat(body, body.length - 1);
    } catch (JsonProcessingException e) {
      throw new TuskException(ErrorCode.INTERNAL, "an object could not be written: " + e, e);
    }
  }

  /** The object, with its checksum; nothing where the bytes are not as they were written. */
  public static Optional<ObjectNode> read(byte[] bytes) {
    int open = bytes.length - CHECK_BYTES;
    if (open < 1 || !Arrays.equals(concat(bytes, open), bytes)) {
      return Optional.empty();
    }
    return parse(bytes);
  }

  /** The object whatever its checksum says; nothing where the bytes are not a JSON object. */
  static Optional<ObjectNode> parse(byte[] bytes) {
    try {
      return JSON.readTree(bytes) instanceof ObjectNode json ? Optional.of(json) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] concat(byte[] body, int open) {
    CRC32C crc = new CRC32C();
    crc.update(body, 0, open);
    byte[] end = String.format("%08x\"}", (int) crc.getValue()).getBytes(UTF_8);
    byte[] whole = Arrays.copyOf(body, open + CHECK_BYTES);
    System.arraycopy(CHECK, 0, whole, open, CHECK.length);
    System.arraycopy(end, 0, whole, open + CHECK.length, end.length);
    return whole;
  }
}
