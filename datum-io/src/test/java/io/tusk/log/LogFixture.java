/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.host.Host;
import io.tusk.objects.FaultyObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A log on a store that can be made to fail. */
abstract class LogFixture {
  static final Operation OPERATION = new Operation("put file", "a@master");
  static final Instant NOW = Instant.parse("2031-01-01T00:00:00Z");
  static final String ZERO = "log/999/999/999/999/999/999";
  static final String ONE = "log/999/999/999/999/999/998";

  final List<Long> pauses = new ArrayList<>();
  final Host host =
      new Host(
          Clock.fixed(NOW, ZoneOffset.UTC),
          new Random(1),
          duration -> pauses.add(duration.toMillis()));
  final ObjectStore objects = TestStores.create();
  final FaultyObjectStore faulty = new FaultyObjectStore(objects, 1);
  final Log log = new Log(faulty, host);

  final Head genesis() {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("node-min", 1);
    return log.create(
        new RootRecord.Genesis("ab".repeat(16), parameters), new Operation("create store", ""));
  }

  final Head commit() {
    return log.commit(
        OPERATION, (base, time) -> new Log.Outcome.NewRoot(Optional.empty(), Optional.empty()));
  }

  static RootRecord record(long number, String transaction, Head previous, long oldest) {
    return new RootRecord(
        number,
        transaction,
        Optional.of(previous.hash()),
        Optional.empty(),
        Optional.empty(),
        oldest,
        NOW,
        OPERATION,
        Optional.empty());
  }

  final Head write(RootRecord record) {
    byte[] bytes = RootRecordJson.write(record);
    objects.put(NumberedKeys.key(Log.PREFIX, record.number()), bytes);
    return new Head(record, Hash.of(bytes));
  }
}
