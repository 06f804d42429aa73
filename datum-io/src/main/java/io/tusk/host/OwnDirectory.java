/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A user's own directory in a place that all users share. */
public final class OwnDirectory {
  private static final int MOST_NAMES = 10;

  private OwnDirectory() {}

  /**
   * The directory in {@code place} for what the processes of this user keep for a while; commands
   * do not see what is in it. Others may pass through, but not look around.
   *
   * @throws IOException when it cannot be made, or others have taken all its names
   */
  public static Path in(Path place) throws IOException {
    Path self = Path.of("/proc/self");
    boolean isKnown = Files.exists(self);
    Object user = isKnown ? Files.getAttribute(self, "unix:uid") : System.getProperty("user.name");
    Path own = place.resolve("tusk-" + user);
    for (int number = 1; number <= MOST_NAMES; number++) {
      try {
        return Files.createDirectory(
            own,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
      } catch (FileAlreadyExistsException e) {
        boolean mine =
            Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)
                && (!isKnown || Files.getAttribute(own, "unix:uid").equals(user));
        if (mine) {
          return own;
        }
        // In another container the same number may be somebody else.
        own = place.resolve("tusk-" + user + "-" + number);
      }
    }
    throw new FileSystemException(own.toString(), null, own + " is another user's");
  }
}
