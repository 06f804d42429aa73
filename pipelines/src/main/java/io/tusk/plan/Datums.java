/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumKey;
import java.util.Iterator;
import java.util.List;
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

  /**
   * What {@link #all} is divided into; of these, each is to be asked of whoever {@link #owns} it.
   *
   * @param wanted about how many shares a leaf or a section of the leaf tree is cut into
   */
  List<PlanShare> shares(InputState state, int wanted);

  /** Whether the share is one of its own, or of its parts. */
  boolean owns(PlanShare share);

  /** The datums of a share; as with {@link #all}, one may come more than once, or in two shares. */
  Iterator<Tuple> all(InputState state, PlanShare share);

  /** Whether {@link #all} has them in the order of their paths, each once. */
  default boolean areAllSorted() {
    return false;
  }

  /** The datums that a change may concern; one may come more than once. */
  Iterator<Touch> touched(Change change);

  /** The datum of these paths, if it is one. */
  Optional<Tuple> find(InputState state, Iterable<DatumKey.Part> parts);

  /** The paths that its datums are made of, each once: what a join or group around it compares. */
  Iterator<Element.Path> paths(InputState state);

  /** What {@link #paths} is divided into, as {@link #shares} is. */
  default List<PlanShare> pathShares(InputState state, int wanted) {
    return shares(state, wanted);
  }

  /** The paths of a share. */
  Iterator<Element.Path> paths(InputState state, PlanShare share);

  /** The paths that a change may concern. */
  Iterator<Element.Path> touchedPaths(Change change);

  /** Whether the path is one that its datums are made of. */
  boolean hasPath(InputState state, Element.Path path);

  /** Whether it has no datum; looks no further than for the first one. */
  default boolean isEmpty(InputState state) {
    return !all(state).hasNext();
  }
}
