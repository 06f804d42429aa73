/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.CheckedJson;
import io.tusk.objects.ObjectStore;
import java.util.Optional;

/**
 * Protects what many processes upload for one write; {@code docs/format.md}, section 9.
 *
 * @param id 32 hex digits, unlike those of all other writes
 */
public record SharedPin(TuskStore store, String id) {
  private static final String BASE = "base";

  private String key() {
    return "pins/" + id;
  }

  /** Sets the pin unless it is there, and returns the number of the record that it keeps. */
  public long set() {
    long newest = store.snapshot().record().number();
    byte[] mine =
        CheckedJson.write(
            JsonNodeFactory.instance
                .objectNode()
                .put(BASE, newest)
                .put("time", store.host().clock().instant().toString()));
    if (base().isEmpty()) {
      try {
        if (store.objects().createIfAbsent(key(), mine) == ObjectStore.Created.CREATED) {
          return newest;
        }
      } catch (TuskException e) {
        if (e.code() != ErrorCode.OUTCOME_UNKNOWN) {
          throw e;
        }
      }
    }
    return base()
        .orElseThrow(
            () -> new TuskException(ErrorCode.STORAGE, key() + " was not written; run it again"));
  }

  /** Nothing where it is not set, or was removed as too old. */
  public Optional<Long> base() {
    Optional<ObjectNode> json = store.objects().read(key()).flatMap(CheckedJson::read);
    return json.map(pin -> pin.path(BASE).asLong());
  }

  /** Nothing happens where it is not set. */
  public void remove() {
    store.objects().delete(key());
  }
}
