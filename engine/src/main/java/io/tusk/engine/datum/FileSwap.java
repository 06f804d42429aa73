/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Replaces a file in directories that other programs change at the same time: no link that they put
 * in the way is followed.
 */
final class FileSwap {
  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;

  private FileSwap() {}

  /**
   * Moves {@code source} to {@code target} if that is the file of this identity; both are below
   * {@code top}, which others do not change, and {@code source} lies in a directory of it that they
   * do not change either.
   *
   * @return false when another file, or none, is at the target
   */
  static boolean replace(Path top, Path source, Path target, Object identity) throws IOException {
    try (DirectoryStream<Path> opened = Files.newDirectoryStream(top)) {
      if (!(opened instanceof SecureDirectoryStream<Path> secure)) {
        return replacePlainly(source, target, identity);
      }
      Path to = top.relativize(target);
      try (SecureDirectoryStream<Path> parent = below(secure, to.getParent());
          SecureDirectoryStream<Path> own = below(secure, top.relativize(source.getParent()))) {
        BasicFileAttributeView view =
            parent.getFileAttributeView(to.getFileName(), BasicFileAttributeView.class, NOFOLLOW);
        if (!view.readAttributes().fileKey().equals(identity)) {
          return false;
        }
        own.move(source.getFileName(), parent, to.getFileName());
        return true;
      }
    } catch (FileSystemException e) {
      return false;
    }
  }

  private static SecureDirectoryStream<Path> below(SecureDirectoryStream<Path> top, Path directory)
      throws IOException {
    SecureDirectoryStream<Path> at = top.newDirectoryStream(directory.getName(0), NOFOLLOW);
    for (int i = 1; i < directory.getNameCount(); i++) {
      try (SecureDirectoryStream<Path> above = at) {
        at = above.newDirectoryStream(directory.getName(i), NOFOLLOW);
      }
    }
    return at;
  }

  private static boolean replacePlainly(Path source, Path target, Object identity)
      throws IOException {
    BasicFileAttributes there = Files.readAttributes(target, BasicFileAttributes.class, NOFOLLOW);
    if (!there.fileKey().equals(identity)) {
      return false;
    }
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }
}
