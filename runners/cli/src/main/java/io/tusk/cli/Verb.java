/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.cli.frame.TuskCommand;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The first word of a command. */
sealed interface Verb {
  String name();

  /** What it is with a noun. */
  Map<Noun, Class<? extends TuskCommand>> commands();

  /** A verb that needs a noun; its commands in the order in which they are listed. */
  record OfNouns(String name, String description, Map<Noun, Class<? extends TuskCommand>> commands)
      implements Verb {
    public OfNouns {
      commands = Collections.unmodifiableMap(new LinkedHashMap<>(commands));
    }

    OfNouns on(Noun noun, Class<? extends TuskCommand> command) {
      Map<Noun, Class<? extends TuskCommand>> more = new LinkedHashMap<>(commands);
      more.put(noun, command);
      return new OfNouns(name, description, more);
    }
  }

  /** A command of one word; with some nouns it is another. */
  record Alone(
      String name,
      Class<? extends TuskCommand> command,
      Map<Noun, Class<? extends TuskCommand>> commands)
      implements Verb {
    public Alone {
      commands = Collections.unmodifiableMap(new LinkedHashMap<>(commands));
    }

    Alone on(Noun noun, Class<? extends TuskCommand> other) {
      Map<Noun, Class<? extends TuskCommand>> more = new LinkedHashMap<>(commands);
      more.put(noun, other);
      return new Alone(name, command, more);
    }
  }

  static OfNouns verb(String name, String description) {
    return new OfNouns(name, description, Map.of());
  }

  static Alone alone(String name, Class<? extends TuskCommand> command) {
    return new Alone(name, command, Map.of());
  }
}
