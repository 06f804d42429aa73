/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that something fails with one code and one message. */
public final class Failures {
  private Failures() {}

  public static void assertFails(ErrorCode code, String message, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(TuskException.class).hasMessage(message);
    assertThat(((TuskException) thrown).code()).isEqualTo(code);
  }
}
