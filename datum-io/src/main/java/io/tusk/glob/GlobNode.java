/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import java.util.List;

/** A part of a glob; a sequence is a list of parts. */
sealed interface GlobNode {
  /** How often a group's alternatives may follow one another. */
  enum Repeat {
    ONCE,
    OPTIONAL,
    ANY,
    SOME
  }

  record Literal(int codePoint) implements GlobNode {}

  /** One character of an element. */
  record AnyOne() implements GlobNode {}

  /** Any run of characters of one element. */
  record AnyRun() implements GlobNode {}

  /** Any run of characters, slashes included. */
  record AnyPath() implements GlobNode {}

  record OneOf(CharacterClass characters) implements GlobNode {}

  record Choice(List<List<GlobNode>> alternatives) implements GlobNode {}

  /** Groups are numbered from 1 by their opening parentheses, nested ones as well. */
  record Group(int number, Repeat repeat, List<List<GlobNode>> alternatives) implements GlobNode {}

  /** Any run of characters of one element unless an alternative matches at its start. */
  record Negation(int number, List<List<GlobNode>> alternatives) implements GlobNode {}
}
