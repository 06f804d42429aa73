/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.spec.parse.SpecSource;
import io.tusk.spec.text.SpecText;
import java.nio.file.Path;

/**
 * Where specifications are.
 *
 * @param name a path, a URL, or a dash for standard input, as it was given
 */
public record SpecLocation(String name) {
  static final SpecLocation STDIN = new SpecLocation("-");

  /** A path, absolute; a URL; or a dash. */
  public String source(Terminal terminal) {
    return isPath() ? terminal.directory().resolve(name).toString() : name;
  }

  /** What paths in the specifications are relative to: their own folder, else where one works. */
  public Path folder(Terminal terminal) {
    return isPath() ? terminal.directory().resolve(name).getParent() : terminal.directory();
  }

  public boolean isPath() {
    return !name.equals(STDIN.name) && !name.contains("://");
  }

  /** The content; places in it are told by the name that was given. */
  public SpecText text(Terminal terminal) {
    SpecText text = new SpecSource().read(source(terminal), terminal.input());
    return isPath() ? new SpecText(name, text.content()) : text;
  }
}
