/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumKey;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * The datums that an input, or a part of it, makes of what its leaves hold. All iterators stream,
 * and read no further than they are asked.
 */
interface Datums {
  /** The names of the inputs that its datums show. */
  Set<String> names();

  /** Whether a leaf is one of its own. */
  boolean hasLeaf(int leaf);

  /** All datums; one may come more than once where the arms of a union share it. */
  Iterator<Tuple> all(InputState state);

  /** The datums that a change may concern; one may come more than once. */
  Iterator<Touch> touched(Change change);

  /** The datum of these paths, if it is one. */
  Optional<Tuple> find(InputState state, Iterable<DatumKey.Part> parts);

  /** The paths that its datums are made of, each once: what a join or group around it compares. */
  Iterator<Element.Path> paths(InputState state);

  /** The paths that a change may concern. */
  Iterator<Element.Path> touchedPaths(Change change);

  /** Whether the path is one that its datums are made of. */
  boolean hasPath(InputState state, Element.Path path);

  default boolean isEmpty(InputState state) {
    return !all(state).hasNext();
  }
}
