/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * Objects as files under one directory, on a file system with hard links, local or network. The
 * directory need not be there: it reads as empty and the first write makes it.
 *
 * <p>An object is written to a file in {@code tmp/}, forced, and renamed or linked to its name;
 * then the directories down to it are forced. What is left in {@code tmp/} is removed after a day.
 * Deleting an object removes the directories above it that are now empty, except those directly in
 * the root; a writer that needs one of them at that moment makes it again. Files and directories
 * whose names cannot be elements of a key are left alone and never listed. An interrupted thread
 * finishes its call and stays interrupted.
 */
public final class LocalObjectStore implements ObjectStore {
  /** How often directories may vanish under one write. */
  private static final int MOST_TRIES = 100;

  private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

  private final Path root;
  private final FileOperations files;
  private final LocalErrors errors;
  private final LocalDirectories directories;
  private final LocalTemporaries temporaries;

  public LocalObjectStore(Path root) {
    this(root, new FileOperations());
  }

  LocalObjectStore(Path root, FileOperations files) {
    this.root = root.toAbsolutePath();
    this.files = files;
    this.errors = new LocalErrors(this.root);
    this.directories = new LocalDirectories(this.root, files);
    this.temporaries = new LocalTemporaries(this.root, directories, files);
  }

  @Override
  public Optional<byte[]> read(String key) {
    Path file = path(key);
    Optional<Long> size = size(key);
    if (size.isPresent() && size.get() > MOST_BYTES) {
      throw new TuskException(
          ErrorCode.INTERNAL,
          "object '" + key + "' of store " + root + " has " + size.get() + " bytes; read ranges");
    }
    return size.isEmpty() ? Optional.empty() : bytes(file, 0, (int) MOST_BYTES);
  }

  @Override
  public Optional<byte[]> read(String key, long offset, int length) {
    ObjectKeys.requireRange(key, offset, length);
    Path file = path(key);
    return size(key).isEmpty() ? Optional.empty() : bytes(file, offset, length);
  }

  private Optional<byte[]> bytes(Path file, long offset, int length) {
    try {
      return Optional.of(files.read(file, offset, length));
    } catch (IOException e) {
      if (errors.absent(file, e)) {
        return Optional.empty();
      }
      throw errors.reading(e);
    }
  }

  @Override
  public Optional<Long> size(String key) {
    return attributes(path(key))
        .filter(BasicFileAttributes::isRegularFile)
        .map(BasicFileAttributes::size);
  }

  @Override
  public void put(String key, byte[] content) {
    put(key, List.of(ByteBuffer.wrap(content)));
  }

  @Override
  public void put(String key, List<ByteBuffer> parts) {
    Path target = path(key);
    Path temporary = temporaries.name();
    try {
      place(
          target,
          temporary,
          parts,
          () -> {
            files.rename(temporary, target);
            return Created.CREATED;
          });
      directories.force(target.getParent());
    } catch (IOException e) {
      throw refusal(key, target, e);
    } finally {
      temporaries.remove(temporary);
    }
  }

  @Override
  public Created createIfAbsent(String key, byte[] content) {
    Path target = path(key);
    Created created = isThere(key, target) ? Created.EXISTS : create(key, target, content);
    try {
      directories.force(target.getParent());
    } catch (IOException e) {
      throw created == Created.CREATED ? errors.unknown(key, e) : errors.reading(e);
    }
    return created;
  }

  private Created create(String key, Path target, byte[] content) {
    Path temporary = temporaries.name();
    try {
      return place(
          target, temporary, List.of(ByteBuffer.wrap(content)), () -> link(key, temporary, target));
    } catch (IOException e) {
      throw refusal(key, target, e);
    } finally {
      temporaries.remove(temporary);
    }
  }

  /**
   * The answer to a link may be lost and asked for again on the way to a file server, which then
   * finds its own link; what counts is whether the temporary file got a second name.
   */
  private Created link(String key, Path temporary, Path target) throws IOException {
    try {
      files.link(temporary, target);
      return Created.CREATED;
    } catch (FileAlreadyExistsException e) {
      if (isLinked(key, temporary, e)) {
        return Created.CREATED;
      }
      return isThere(key, target) ? Created.EXISTS : retry(target, e);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      if (isLinked(key, temporary, e)) {
        return Created.CREATED;
      }
      Optional<TuskException> known = errors.definite(e).or(() -> errors.unlinkable(e));
      if (known.isPresent()) {
        throw known.get();
      }
      if (errors.obstacle(target.getParent()).isPresent()) {
        throw e;
      }
      throw errors.unknown(key, e);
    }
  }

  /** The object that stood in the way is gone again. */
  private static Created retry(Path target, FileAlreadyExistsException cause)
      throws NoSuchFileException {
    NoSuchFileException again = new NoSuchFileException(target.toString());
    again.initCause(cause);
    throw again;
  }

  private boolean isLinked(String key, Path temporary, IOException failure) {
    try {
      return files.links(temporary) == 2;
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw errors.unknown(key, failure);
    }
  }

  @FunctionalInterface
  private interface Placing {
    /** NoSuchFileException: a directory or the temporary file is missing. */
    Created run() throws IOException;
  }

  private Created place(Path target, Path temporary, List<ByteBuffer> parts, Placing placing)
      throws IOException {
    temporaries.write(temporary, parts);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try {
        return placing.run();
      } catch (NoSuchFileException e) {
        if (!temporaries.exists(temporary)) {
          temporaries.write(temporary, parts);
        }
        makeParent(target);
      }
    }
    throw errors.restless(target.getParent());
  }

  private void makeParent(Path target) throws IOException {
    try {
      directories.create(target.getParent());
    } catch (NoSuchFileException e) {
      // Another process removed an ancestor just then; the next try makes it again.
    }
  }

  private boolean isThere(String key, Path target) {
    Optional<BasicFileAttributes> attributes = attributes(target);
    if (attributes.isPresent() && !attributes.get().isRegularFile()) {
      throw ObjectKeys.nested(location(), key, key + "/");
    }
    return attributes.isPresent();
  }

  private Optional<BasicFileAttributes> attributes(Path path) {
    try {
      return Optional.of(files.attributes(path));
    } catch (IOException e) {
      if (errors.absent(path, e)) {
        return Optional.empty();
      }
      throw errors.reading(e);
    }
  }

  private TuskException refusal(String key, Path target, IOException failure) {
    Optional<Path> obstacle = errors.obstacle(target.getParent());
    if (obstacle.isPresent()) {
      return ObjectKeys.nested(location(), key, root.relativize(obstacle.get()).toString());
    }
    if (Files.isDirectory(target)) {
      return ObjectKeys.nested(location(), key, key + "/");
    }
    return errors.writing(failure);
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    ObjectKeys.requireListing(prefix, limit);
    if (prefix.startsWith(ObjectKeys.RESERVED + "/")) {
      return List.of();
    }
    try {
      return new LocalListing(root, files, errors, prefix, after, limit).keys();
    } catch (IOException e) {
      throw errors.reading(e);
    }
  }

  @Override
  public void delete(String key) {
    Path file = path(key);
    Optional<BasicFileAttributes> attributes = attributes(file);
    try {
      if (attributes.isPresent() && attributes.get().isRegularFile()) {
        files.delete(file);
      }
    } catch (NoSuchFileException e) {
      // Deleted by another at the same time; the removal is forced all the same.
    } catch (IOException e) {
      throw errors.writing(e);
    }
    try {
      directories.prune(file.getParent());
    } catch (IOException e) {
      throw errors.writing(e);
    }
  }

  @Override
  public String location() {
    return root.toString();
  }

  private Path path(String key) {
    return root.resolve(ObjectKeys.requireKey(key));
  }
}
