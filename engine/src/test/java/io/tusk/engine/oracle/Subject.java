/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Something that runs the jobs of one pipeline. */
public interface Subject extends AutoCloseable {
  /** Is told of the jobs that follow from one step, which it is then asked for in their order. */
  default void begin(List<Situation> jobs) {}

  Outcome job(Situation situation);

  /** What the last job said about its collision, if it had one. */
  Optional<Collision> collision();

  @Override
  default void close() {}

  /**
   * Two datums and a path.
   *
   * @param datums their names, as those of an outcome
   */
  record Collision(String path, Set<String> datums) {}
}
