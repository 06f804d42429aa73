/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import io.tusk.name.FilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * Takes an input file for unchanged when neither it nor a directory above it was written, renamed
 * or replaced since this object was made, by the time that the file system keeps and no program can
 * set. What was assembled within the same tick of that clock (some milliseconds) counts as changed,
 * and so does everything once the clock went back.
 */
public final class ChangeTimeCheck implements InputCheck {
  private final Path marker;
  private final FileTime since;

  /**
   * Made between the assembly of the inputs and the command.
   *
   * @throws IOException when the datum's directory cannot be written
   */
  public ChangeTimeCheck(DatumView view) throws IOException {
    this.marker = view.directory().resolve("started");
    this.since = touch();
  }

  @Override
  public boolean isUnchanged(String inputName, FilePath path, OutputFile file) throws IOException {
    if (touch().compareTo(since) < 0) {
      return false;
    }
    Path at = file.location();
    for (int i = path.elements().size(); i >= 0; i--) {
      if (changeTime(at).compareTo(since) >= 0) {
        return false;
      }
      at = at.getParent();
    }
    return true;
  }

  private FileTime touch() throws IOException {
    Files.write(marker, new byte[] {0});
    return changeTime(marker);
  }

  private static FileTime changeTime(Path file) throws IOException {
    return (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
  }
}
