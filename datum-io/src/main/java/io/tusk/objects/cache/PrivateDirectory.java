/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The directory of the blocks: this user's own, and closed to all others. */
final class PrivateDirectory {
  /** What lies in it is as this version writes it; another one takes another name. */
  private static final String NAME = "blocks-1";

  private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> OWNERS_ONLY = PosixFilePermissions.asFileAttribute(OWN);

  private PrivateDirectory() {}

  /**
   * The directory of the blocks in {@code place}; both are made where they are not there.
   *
   * @throws IOException where it cannot be made or is a link, another user's, or open to others
   * @throws UnsupportedOperationException where files have no owners
   */
  static Path in(Path place) throws IOException {
    Files.createDirectories(place, OWNERS_ONLY);
    Path directory = place.resolve(NAME);
    try {
      Files.createDirectory(directory, OWNERS_ONLY);
    } catch (FileAlreadyExistsException e) {
      // It is looked at below, whoever made it.
    }
    PosixFileAttributes found =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isDirectory()) {
      throw new FileSystemException(directory.toString(), null, "it is no directory");
    }
    if (!found.permissions().equals(OWN)) {
      throw new FileSystemException(
          directory.toString(),
          null,
          "it is open to others: " + PosixFilePermissions.toString(found.permissions()));
    }
    requireOwn(directory, found);
    return directory;
  }

  private static void requireOwn(Path directory, PosixFileAttributes found) throws IOException {
    Path self = Path.of("/proc/self");
    boolean isOwn =
        Files.exists(self)
            ? Files.getAttribute(self, "unix:uid")
                .equals(Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS))
            : found.owner().getName().equals(System.getProperty("user.name"));
    if (!isOwn) {
      throw new FileSystemException(
          directory.toString(), null, "it is " + found.owner().getName() + "'s");
    }
  }
}
