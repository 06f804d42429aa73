/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.CheckedJson;
import io.tusk.objects.ObjectStore;
import java.util.List;
import java.util.Optional;

/**
 * Protects what a write uploads before its transaction begins from a collection: a pin names the
 * record that was the newest one before the first upload; {@code docs/format.md}, section 9. A
 * write that uploads nothing until then needs none, and none is made.
 */
final class LongWritePin implements ObjectStore {
  private static final String PINS = "pins/";

  private final TuskStore store;
  private final ObjectStore objects;
  private Optional<String> key = Optional.empty();
  private boolean committing;

  LongWritePin(TuskStore store) {
    this.store = store;
    this.objects = store.objects();
  }

  /**
   * From here on the transaction's base protects uploads.
   *
   * @throws TuskException CONFLICT when the pin was removed meanwhile, as too old
   */
  synchronized void beginCommit() {
    committing = true;
    if (key.isPresent() && objects.size(key.get()).isEmpty()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "the write took so long that store "
              + objects.location()
              + " has collected what it uploaded; nothing was changed, run it again");
    }
  }

  @Override
  public void put(String pack, byte[] content) {
    pinOnce();
    objects.put(pack, content);
  }

  private synchronized void pinOnce() {
    if (committing || key.isPresent()) {
      return;
    }
    String pin = PINS + store.host().randomId();
    byte[] content =
        CheckedJson.write(
            JsonNodeFactory.instance
                .objectNode()
                .put("base", store.snapshot().record().number())
                .put("time", store.host().clock().instant().toString()));
    objects.put(pin, content);
    key = Optional.of(pin);
  }

  @Override
  public Optional<byte[]> read(String object) {
    return objects.read(object);
  }

  @Override
  public Optional<byte[]> read(String object, long offset, int length) {
    return objects.read(object, offset, length);
  }

  @Override
  public Optional<Long> size(String object) {
    return objects.size(object);
  }

  @Override
  public Created createIfAbsent(String object, byte[] content) {
    return objects.createIfAbsent(object, content);
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    return objects.list(prefix, after, limit);
  }

  @Override
  public void delete(String object) {
    objects.delete(object);
  }

  @Override
  public String location() {
    return objects.location();
  }

  /** Removes the pin; the store stays open. */
  @Override
  public synchronized void close() {
    key.ifPresent(objects::delete);
    key = Optional.empty();
  }
}
