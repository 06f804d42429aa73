/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** That a store refuses keys of which one is the directory of another. */
final class Nesting {
  private Nesting() {}

  static void isRefused(ObjectStore store) {
    byte[] one = {1};
    store.put("n/a/b", one);
    store.put("n/c", one);
    refused(store, "n/c/d", "n/c", () -> store.put("n/c/d", one));
    refused(store, "n/c/d/e", "n/c", () -> store.createIfAbsent("n/c/d/e", one));
    refused(store, "n/a", "n/a/", () -> store.put("n/a", one));
    refused(store, "n/a", "n/a/", () -> store.createIfAbsent("n/a", one));
    assertThat(store.list("", "", 9)).containsExactly("n/a/b", "n/c");
    assertThat(store.read("n/c")).hasValue(one);
  }

  private static void refused(ObjectStore store, String key, String beside, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageStartingWith(
            "object '"
                + key
                + "' cannot be written to store "
                + store.location()
                + " beside '"
                + beside)
        .hasMessageEndingWith("': no key may be the directory of another");
  }
}
