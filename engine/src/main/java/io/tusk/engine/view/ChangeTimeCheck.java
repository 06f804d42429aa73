/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.view;

import io.tusk.host.Stopwatch;
import io.tusk.name.FilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

/**
 * Takes an input file for unchanged when neither it nor a directory above it was written, renamed
 * or replaced since this object was made, by the time that the file system keeps and no program can
 * set. What was assembled within the same tick of that clock (some milliseconds) counts as changed,
 * and so does everything once the clock went back.
 */
public final class ChangeTimeCheck implements InputCheck {
  private static final Duration LONGEST_TICK = Duration.ofSeconds(3);

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

  /**
   * One that takes nothing for changed because it was assembled just now: waits for the clock of
   * the file system to go on, some milliseconds.
   */
  public static ChangeTimeCheck afterATick(DatumView view) throws IOException {
    ChangeTimeCheck first = new ChangeTimeCheck(view);
    Stopwatch watch = Stopwatch.start();
    ChangeTimeCheck check = first;
    while (check.since.equals(first.since) && watch.elapsed().compareTo(LONGEST_TICK) < 0) {
      Thread.onSpinWait();
      check = new ChangeTimeCheck(view);
    }
    return check;
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
