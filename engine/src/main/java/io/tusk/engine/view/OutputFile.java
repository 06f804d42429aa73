/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.view;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A regular file that a datum shows, or a pipe that stands for one of an input; that is not to be
 * opened.
 *
 * @param location on the host, no link itself
 * @param size bytes; 0 for a pipe
 */
public record OutputFile(Path location, long size) {
  public InputStream open() throws IOException {
    return Files.newInputStream(location, LinkOption.NOFOLLOW_LINKS);
  }
}
