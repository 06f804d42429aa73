/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.CheckedJson;
import io.tusk.log.Creation;
import io.tusk.log.NumberedKeys;
import io.tusk.objects.ObjectStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The numbered objects of one open commit; {@code docs/format.md}, section 7. */
final class OpenObjects {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "key";
  private static final String SEAL = "seal";
  private static final int PAGE = 1_000;

  private final TuskStore store;
  private final ObjectStore objects;
  private final Commit commit;
  private final String prefix;

  OpenObjects(TuskStore store, Commit commit) {
    this.store = store;
    this.objects = store.objects();
    this.commit = commit;
    this.prefix =
        "open/" + commit.repo().project() + "/" + commit.repo().name() + "/" + commit.id() + "/";
  }

  static ObjectNode seal(String random) {
    return JSON.createObjectNode().put(SEAL, random);
  }

  static boolean isSeal(ObjectNode json) {
    return json.has(SEAL);
  }

  /** The number of the newest object. */
  OptionalLong newest() {
    List<String> first = objects.list(prefix, "", 1);
    return first.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(first.get(0)));
  }

  /** Whether there is a write. */
  boolean anyButASeal() {
    List<String> newest = objects.list(prefix, "", 2);
    return newest.size() > 1 || newest.stream().anyMatch(key -> !isSeal(json(number(key))));
  }

  /** Whether the object was created; false where another one has the number. */
  boolean create(long number, ObjectNode json) {
    ObjectNode whole =
        JSON.createObjectNode().put(KEY, NumberedKeys.key(prefix, number)).setAll(json);
    return new Creation(objects, store.host()).createNext(prefix, number, CheckedJson.write(whole))
        == Creation.Result.OURS;
  }

  /**
   * The object of that number.
   *
   * @throws TuskException CORRUPT where it is missing or malformed; CONFLICT where it is gone
   *     because the commit is finished
   */
  ObjectNode json(long number) {
    String key = NumberedKeys.key(prefix, number);
    byte[] bytes = objects.read(key).orElseThrow(() -> gone(key));
    return CheckedJson.read(bytes)
        .filter(json -> json.path(KEY).asText().equals(key))
        .orElseThrow(() -> malformed(key, null));
  }

  /** What {@code parser} makes of the object of that number. */
  <T> T parse(long number, Supplier<T> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException e) {
      throw malformed(NumberedKeys.key(prefix, number), e);
    }
  }

  /** How many objects there are, none of which is missing; of an open commit. */
  long count() {
    List<String> keys = keys();
    for (int i = 0; i < keys.size(); i++) {
      if (number(keys.get(i)) != i) {
        throw gone(NumberedKeys.key(prefix, i));
      }
    }
    return keys.size();
  }

  /** Deletes all but the newest, oldest first. */
  void deleteAllButTheNewest() {
    List<String> keys = keys();
    keys.subList(0, Math.max(0, keys.size() - 1)).forEach(objects::delete);
  }

  /** Oldest first. */
  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    List<String> page;
    String after = "";
    do {
      page = objects.list(prefix, after, PAGE);
      keys.addAll(page);
      after = page.isEmpty() ? after : page.get(page.size() - 1);
    } while (page.size() == PAGE);
    Collections.reverse(keys);
    return keys;
  }

  private long number(String key) {
    if (!NumberedKeys.isNumbered(prefix, key)) {
      throw new TuskException(
          ErrorCode.CORRUPT,
          "store "
              + objects.location()
              + " holds "
              + key
              + ", which is no write to an open commit; remove that object");
    }
    return NumberedKeys.number(prefix, key);
  }

  /** The writes are deleted once the commit is finished; before, none may be missing. */
  private TuskException gone(String key) {
    Commit now = store.snapshot().catalog().requireCommit(commit.repo(), commit.id());
    CommitChanges.requireOpen(now);
    return new TuskException(
        ErrorCode.CORRUPT,
        "object "
            + key
            + " of store "
            + objects.location()
            + " is missing, a write to the open commit "
            + commit.label()
            + "; run 'tusk fsck' for the whole damage");
  }

  private TuskException malformed(String key, Exception cause) {
    return new TuskException(
        ErrorCode.CORRUPT,
        "object "
            + key
            + " of store "
            + objects.location()
            + " is malformed; run 'tusk fsck'"
            + " for the whole damage",
        cause);
  }
}
