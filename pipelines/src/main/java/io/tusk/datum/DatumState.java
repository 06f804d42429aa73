/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

/** How the last run of a datum ended; codes are part of the format. */
public enum DatumState {
  PROCESSED(0),
  RECOVERED(1),
  FAILED(2);

  private final int code;

  DatumState(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
