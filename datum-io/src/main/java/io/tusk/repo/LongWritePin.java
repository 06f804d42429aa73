/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.log.CheckedJson;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.ObjectStore;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Protects what a write refers to and uploads before its transaction begins from a collection: a
 * pin names the record that was the newest one when the write began; {@code docs/format.md},
 * section 9. A write that uploads nothing until then needs none, and none is made.
 */
final class LongWritePin extends ForwardingObjectStore {
  private enum State {
    NONE,
    TRIED,
    SET
  }

  private final ObjectStore objects;
  private final Host host;
  private final long base;
  private final String key;
  private State state = State.NONE;
  private boolean needed = true;

  /** {@code base}: the number of the record that the write refers to. */
  LongWritePin(ObjectStore objects, Host host, long base) {
    super(objects);
    this.objects = objects;
    this.host = host;
    this.base = base;
    this.key = "pins/" + host.randomId();
  }

  /**
   * From here on the transaction's base protects uploads.
   *
   * @throws TuskException CONFLICT when the pin was removed meanwhile, as too old
   */
  synchronized void beginCommit() {
    needed = false;
    if (state == State.SET && objects.size(key).isEmpty()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "the write took so long that store "
              + objects.location()
              + " has collected what it uploaded; nothing was changed, run it again");
    }
  }

  /** Whether something was uploaded before the transaction. */
  synchronized boolean isSet() {
    return state == State.SET;
  }

  @Override
  public void put(String pack, byte[] content) {
    pinOnce();
    objects.put(pack, content);
  }

  @Override
  public void put(String pack, List<ByteBuffer> parts) {
    pinOnce();
    objects.put(pack, parts);
  }

  private synchronized void pinOnce() {
    if (!needed || state == State.SET) {
      return;
    }
    state = State.TRIED;
    objects.put(
        key,
        CheckedJson.write(
            JsonNodeFactory.instance
                .objectNode()
                .put("base", base)
                .put("time", host.clock().instant().toString())));
    state = State.SET;
  }

  /**
   * Removes the pin; the store stays open. A pin that cannot be removed costs space until a
   * collection finds it too old; the write is what it is.
   */
  @Override
  public synchronized void close() {
    needed = false;
    if (state != State.NONE) {
      state = State.NONE;
      try {
        objects.delete(key);
      } catch (TuskException e) {
        // Whether the write was committed is known; this must not hide it.
      }
    }
  }
}
