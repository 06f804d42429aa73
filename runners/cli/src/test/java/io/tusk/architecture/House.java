/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The source tree, and which module of it a class was compiled in. */
record House(Path root) {
  private static final Pattern LOCATION = Pattern.compile("^/?(.+?)/target/(.+)$");

  /** The modules that others build on, lowest first; each may use those before it. */
  enum Module {
    DATUM_IO("datum-io"),
    PIPELINES("pipelines"),
    ENGINE("engine"),
    RUNNERS("runners");

    private final String folder;

    Module(String folder) {
      this.folder = folder;
    }

    String folder() {
      return folder;
    }
  }

  /** The tree that this test belongs to. */
  static House here() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("datum-io"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("no source tree above " + Path.of("").toAbsolutePath());
    }
    return new House(at);
  }

  /**
   * The module whose build output holds the class: a classes directory, or a jar of it.
   *
   * @throws IllegalStateException if it lies in no module's output
   */
  Module moduleOf(JavaClass type) {
    return moduleAt(type.getSource().orElseThrow().getUri());
  }

  Module moduleAt(URI location) {
    Matcher matcher = LOCATION.matcher(pathInTree(location));
    if (matcher.matches()) {
      String folder = matcher.group(1);
      for (Module module : Module.values()) {
        if (folder.equals(module.folder)
            || (module == Module.RUNNERS && folder.startsWith("runners/"))) {
          return module;
        }
      }
    }
    throw new IllegalStateException(location + " lies in no module that has a place in the order");
  }

  /** True for what is shipped, not for a module's tests nor for libraries and copies beside it. */
  boolean isMain(URI location) {
    Matcher matcher = LOCATION.matcher(pathInTree(location));
    return matcher.matches()
        && !matcher.group(2).startsWith("lib/")
        && !matcher.group(2).contains("test-classes/")
        && !matcher.group(2).contains("-tests.jar!");
  }

  private String pathInTree(URI location) {
    String text = location.toString().replaceFirst("^jar:", "");
    String rootText = root.toUri().toString().replaceFirst("/*$", "/");
    // A file URI has one or three slashes before its path.
    String path = text.replaceFirst("^file:/+", "/");
    String rootPath = rootText.replaceFirst("^file:/+", "/");
    return path.startsWith(rootPath) ? path.substring(rootPath.length()) : "";
  }
}
