/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.time.Instant;
import java.util.Optional;

/**
 * A root record: the whole state of a store after one transaction; {@code docs/format.md}, section
 * 2.
 *
 * @param number its place in the log, from 0
 * @param transaction 32 hex digits
 * @param previous the hash of the record before; absent in record 0
 * @param metadata the root node of the metadata tree; absent when it is empty
 * @param index the root node of the index of chunks; absent when it lists none
 * @param oldest the first record whose whole reach is kept
 * @param genesis the store's id and frozen parameters; in record 0 only
 */
public record RootRecord(
    long number,
    String transaction,
    Optional<Hash> previous,
    Optional<Ref> metadata,
    Optional<Ref> index,
    long oldest,
    Instant time,
    Operation operation,
    Optional<Genesis> genesis) {
  /** The only version that this program knows. */
  public static final int FORMAT = 1;

  /** What only record 0 says. */
  public record Genesis(String storeId, ObjectNode parameters) {}
}
