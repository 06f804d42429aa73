/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.view;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Where a path of a datum's view leads, all links followed. */
public sealed interface Resolution {
  /**
   * @param path without links, as the datum sees it
   * @param host the same file for this process
   */
  record Found(String path, Path host, BasicFileAttributes attributes) implements Resolution {}

  /** Below {@code /dev}, {@code /proc} or {@code /sys}: no stored file can come from there. */
  record Special(String path) implements Resolution {}

  /**
   * @param path as far as it could be followed
   * @param fact a clause about the path: "does not exist"
   */
  record Failed(String path, String fact) implements Resolution {}
}
