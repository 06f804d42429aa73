/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.FileRef;
import io.tusk.engine.url.ObjectUrl;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.FilePath;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Which path a source goes to. The path that is given is the file's or the directory's; that of a
 * directory when there are several sources, or for a file when it ends in a slash. Below it, or
 * without one, a source has its own name: the last element, or the full path.
 */
final class PutTargets {
  private final FileRef ref;
  private final Count count;
  private final Naming naming;

  /** How many sources the command has. */
  enum Count {
    ONE,
    SEVERAL
  }

  /** What a source is called. */
  enum Naming {
    LAST_ELEMENT,
    FULL_PATH
  }

  /** What a source is. */
  enum Kind {
    FILE,
    DIRECTORY
  }

  PutTargets(FileRef ref, Count count, Naming naming) {
    this.ref = ref;
    this.count = count;
    this.naming = naming;
  }

  private String given() {
    return ref.path().orElse("");
  }

  private boolean isPrefix(Kind kind) {
    boolean below = given().endsWith("/") && (kind == Kind.FILE || naming == Naming.FULL_PATH);
    return given().isEmpty() || count == Count.SEVERAL || below;
  }

  FilePath of(String source, Kind kind) {
    FilePath to = FilePath.parse(given());
    if (!isPrefix(kind)) {
      return to;
    }
    String name = name(source);
    if (name.isEmpty() && kind == Kind.FILE) {
      throw new TuskException(
          ErrorCode.USAGE,
          "\"" + source + "\" has no file name; give one: \"" + ref.commit() + ":/NAME\"");
    }
    return name.isEmpty() ? to : to.resolve(name);
  }

  /** Where the members of an archive go: to the directory that the archive itself would go to. */
  FilePath ofMembers(String source) {
    return isPrefix(Kind.FILE) ? of(source, Kind.FILE).parent() : FilePath.parse(given());
  }

  /**
   * Standard input has no name of its own.
   *
   * @param misuse makes what is thrown where it needs one
   */
  FilePath ofStandardInput(Function<String, ? extends RuntimeException> misuse) {
    if (count == Count.SEVERAL) {
      throw misuse.apply(
          "standard input has no name, and with several sources each needs one; put it by itself");
    }
    if (given().isEmpty() || given().endsWith("/")) {
      throw misuse.apply("standard input needs a file name: \"" + ref.commit() + ":/NAME\"");
    }
    return FilePath.parse(given());
  }

  /** Relative; empty for a directory that has no name of its own. */
  private String name(String source) {
    if (WebSources.isUrl(source)) {
      String path = path(source).replaceAll("^/+|/+$", "");
      return naming == Naming.FULL_PATH ? path : path.substring(path.lastIndexOf('/') + 1);
    }
    if (naming == Naming.FULL_PATH) {
      return fullPath(source);
    }
    // "." and ".." have no name of their own: what is in them goes to the directory itself.
    Path last = Path.of(source).getFileName();
    return last == null || Arrays.asList(".", "..").contains(last.toString())
        ? ""
        : LocalNames.name(Path.of(source));
  }

  /** The path of a local file or in a URL. */
  static String nameOf(String source) {
    return WebSources.isUrl(source) ? path(source) : source;
  }

  private static String path(String url) {
    return ObjectUrl.isOne(url) ? ObjectUrl.parse(url).key() : WebSources.parse(url).getPath();
  }

  private static String fullPath(String source) {
    String path = Path.of(source).normalize().toString().replaceAll("^/+", "");
    if (path.equals("..") || path.startsWith("../")) {
      throw new TuskException(
          ErrorCode.USAGE,
          "\""
              + source
              + "\" has no full path below the working directory; run the command from a directory"
              + " above it, or name its absolute path");
    }
    return path;
  }
}
