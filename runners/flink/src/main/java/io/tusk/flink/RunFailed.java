/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

/** That a run ended with another exit code than 0. */
public final class RunFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunFailed(int code) {
    super(
        "'tusk run' ended with exit code " + code + "; what went wrong is printed above",
        null,
        false,
        false);
  }
}
