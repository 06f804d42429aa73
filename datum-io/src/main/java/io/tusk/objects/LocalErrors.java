/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a failed call to the file system means for a store, and what its owner should do. The JDK
 * tells most causes apart by the text of the C library only; in a language other than English they
 * fall into the general message.
 */
final class LocalErrors {
  private final Path root;

  LocalErrors(Path root) {
    this.root = root;
  }

  /**
   * Whether {@code failure}, of a call on {@code path}, says that there is no such file, or no such
   * directory where one was wanted.
   *
   * @throws TuskException STORAGE when the root itself is or lies in something that is no directory
   */
  boolean absent(Path path, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return true;
    }
    boolean wantedDirectory = failure instanceof NotDirectoryException;
    return obstacle(wantedDirectory ? path : path.getParent()).isPresent();
  }

  /**
   * The nearest of {@code directory} and its ancestors that is there but is no directory.
   *
   * @throws TuskException STORAGE when that is the root or above it
   */
  Optional<Path> obstacle(Path directory) {
    for (Path at = directory; at != null; at = at.getParent()) {
      if (Files.isDirectory(at)) {
        return Optional.empty();
      }
      if (Files.exists(at)) {
        if (root.startsWith(at)) {
          refuseRoot(at);
        }
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  TuskException reading(IOException failure) {
    if (failure instanceof AccessDeniedException denied) {
      return storage(
          "cannot be read: no permission for "
              + denied.getFile()
              + "; run as a user who may read it, or correct the permissions",
          failure);
    }
    return storage(
        "cannot be read: " + text(failure) + "; check the disk and the mount, and try again",
        failure);
  }

  TuskException writing(IOException failure) {
    return definite(failure)
        .orElseGet(
            () ->
                storage(
                    "cannot be written: "
                        + text(failure)
                        + "; check the disk and the mount, and try again",
                    failure));
  }

  /** Of a creation that is or may become visible, but of which no more is known. */
  TuskException unknown(String key, IOException failure) {
    return new TuskException(
        ErrorCode.OUTCOME_UNKNOWN,
        "store "
            + root
            + " did not say whether object '"
            + key
            + "' was created: "
            + text(failure)
            + "; check the disk and the mount",
        failure);
  }

  /** The error of a write that was refused for a known reason and certainly changed nothing. */
  Optional<TuskException> definite(IOException failure) {
    String text = text(failure);
    if (text.contains("Read-only file system")) {
      return Optional.of(
          storage(
              "cannot be written: read-only file system; mount it writable or name another"
                  + " directory",
              failure));
    }
    if (failure instanceof AccessDeniedException denied) {
      return Optional.of(
          storage(
              "cannot be written: no permission for "
                  + denied.getFile()
                  + "; run as a user who may write it, or correct the permissions",
              failure));
    }
    if (text.contains("No space left on device") || text.contains("quota exceeded")) {
      return Optional.of(
          storage(
              "cannot be written: the disk is full or over quota; free some space and try again",
              failure));
    }
    return Optional.empty();
  }

  /** Of a file system that refuses hard links. */
  Optional<TuskException> unlinkable(IOException failure) {
    String text = text(failure);
    boolean refused =
        text.contains("Operation not permitted")
            || text.contains("not supported")
            || text.contains("cross-device link");
    return refused
        ? Optional.of(
            storage(
                "cannot be written: its file system refused a hard link ("
                    + text
                    + "); keep the store on a file system that has them, or in a bucket",
                failure))
        : Optional.empty();
  }

  TuskException restless(Path directory) {
    return storage(
        "cannot be written: directory "
            + directory
            + " is removed as often as it is made; stop what else cleans up there",
        null);
  }

  private void refuseRoot(Path obstacle) {
    throw new TuskException(
        ErrorCode.STORAGE,
        "store "
            + root
            + " cannot be used: "
            + obstacle
            + " is not a directory; name a directory, or one that can be made");
  }

  private TuskException storage(String fact, IOException cause) {
    return new TuskException(ErrorCode.STORAGE, "store " + root + " " + fact, cause);
  }

  private static String text(IOException failure) {
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + " is missing";
    }
    if (failure instanceof FileAlreadyExistsException existing) {
      return existing.getFile() + " is there already";
    }
    if (failure instanceof FileSystemException named && named.getReason() != null) {
      return named.getReason() + " (" + named.getFile() + ")";
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
