/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * How far a lane is.
 *
 * @param beat rises while the lane lives
 * @param processed datums, those included that were recovered
 * @param failed datums
 * @param bytes of the inputs of both
 */
public record Progress(long beat, long processed, long failed, long bytes) {
  /** Of who lives and runs no datum. */
  static Progress beat(long beat) {
    return new Progress(beat, 0, 0, 0);
  }

  byte[] write() {
    return (beat + " " + processed + " " + failed + " " + bytes).getBytes(UTF_8);
  }

  static Progress read(byte[] bytes) {
    String[] numbers = new String(bytes, UTF_8).split(" ", -1);
    return new Progress(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Long.parseLong(numbers[3]));
  }
}
