/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import java.util.List;
import java.util.stream.Stream;

/** How the leaves of an input become datums; {@code docs/datums.md}. */
public sealed interface InputTree {
  /** The leaves, in the order of their numbers. */
  Stream<DatumInput> leaves();

  /** Each path that matches is a datum. */
  record Leaf(DatumInput input) implements InputTree {
    @Override
    public Stream<DatumInput> leaves() {
      return Stream.of(input);
    }
  }

  /** What is made of several inputs. */
  sealed interface Combination extends InputTree {
    List<InputTree> children();

    @Override
    default Stream<DatumInput> leaves() {
      return children().stream().flatMap(InputTree::leaves);
    }
  }

  /** The datums of all, each once. */
  record Union(List<InputTree> children) implements Combination {
    public Union {
      children = List.copyOf(children);
    }
  }

  /** Each combination of one datum of each. */
  record Cross(List<InputTree> children) implements Combination {
    public Cross {
      children = List.copyOf(children);
    }
  }

  /** Each combination of one path of each with one {@code joinOn} value. */
  record Join(List<InputTree> children) implements Combination {
    public Join {
      children = List.copyOf(children);
    }
  }

  /** All paths with one {@code groupBy} value are a datum. */
  record Group(List<InputTree> children) implements Combination {
    public Group {
      children = List.copyOf(children);
    }
  }
}
