/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Objects of this process, gone with it. Never throws STORAGE or OUTCOME_UNKNOWN; refuses a key
 * that is the directory of another.
 */
public final class MemoryObjectStore implements ObjectStore {
  /** Keys are ASCII, so the order of strings is that of their bytes. */
  private final ConcurrentNavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  @Override
  public Optional<byte[]> read(String key) {
    return Optional.ofNullable(objects.get(ObjectKeys.requireKey(key))).map(byte[]::clone);
  }

  @Override
  public Optional<byte[]> read(String key, long offset, int length) {
    ObjectKeys.requireRange(key, offset, length);
    return Optional.ofNullable(objects.get(ObjectKeys.requireKey(key)))
        .map(
            bytes -> {
              int from = (int) Math.min(offset, bytes.length);
              return Arrays.copyOfRange(bytes, from, from + Math.min(length, bytes.length - from));
            });
  }

  @Override
  public Optional<Long> size(String key) {
    return Optional.ofNullable(objects.get(ObjectKeys.requireKey(key)))
        .map(bytes -> (long) bytes.length);
  }

  @Override
  public synchronized void put(String key, byte[] content) {
    requireNotNested(key);
    objects.put(key, content.clone());
  }

  @Override
  public synchronized Created createIfAbsent(String key, byte[] content) {
    requireNotNested(key);
    return objects.putIfAbsent(key, content.clone()) == null ? Created.CREATED : Created.EXISTS;
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    ObjectKeys.requireListing(prefix, limit);
    List<String> keys = new ArrayList<>();
    boolean insidePrefix = after.compareTo(prefix) >= 0;
    for (String key : objects.tailMap(insidePrefix ? after : prefix, !insidePrefix).keySet()) {
      if (keys.size() == limit || !key.startsWith(prefix)) {
        break;
      }
      keys.add(key);
    }
    return keys;
  }

  @Override
  public synchronized void delete(String key) {
    objects.remove(ObjectKeys.requireKey(key));
  }

  @Override
  public String location() {
    return "memory";
  }

  private void requireNotNested(String key) {
    ObjectKeys.requireKey(key);
    String below = objects.ceilingKey(key + "/");
    if (below != null && below.startsWith(key + "/")) {
      throw ObjectKeys.nested(location(), key, below);
    }
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      if (objects.containsKey(key.substring(0, slash))) {
        throw ObjectKeys.nested(location(), key, key.substring(0, slash));
      }
    }
  }
}
