/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import io.tusk.host.Host;
import io.tusk.pieces.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Blocks in a directory that processes share. A file is published by a rename and believed only
 * when its checksum agrees, so nothing is forced to disk and nothing locked. What goes wrong with
 * the directory or its disk is noted for who debugs, and otherwise as if the block were not there.
 * Safe for many threads and processes.
 */
final class BlockDirectory {
  private static final System.Logger LOG = System.getLogger(BlockDirectory.class.getName());

  /** After a write failed: a full disk need not be tried with every block. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** How exactly it is known when a block was used last. */
  private static final Duration GRAIN = Duration.ofMinutes(1);

  private final CacheSettings settings;
  private final String location;
  private final Sizes sizes;
  private final Host host;

  private Optional<Shards> opened;
  private volatile Instant nextWrite = Instant.MIN;

  /** {@code location}: of the store. */
  BlockDirectory(CacheSettings settings, String location, Sizes sizes, Host host) {
    this.settings = settings;
    this.location = location;
    this.sizes = sizes;
    this.host = host;
  }

  /** Opened when it is needed first; nothing without a directory that can be used. */
  private synchronized Optional<Shards> shards() {
    if (opened == null) {
      opened = Optional.empty();
      if (settings.directory().isPresent()) {
        try {
          Path root = PrivateDirectory.in(settings.directory().get());
          opened = Optional.of(new Shards(root, settings.bound().bytesAt(root), host));
        } catch (IOException | UnsupportedOperationException e) {
          note("is not used", e);
        }
      }
    }
    return opened;
  }

  Optional<byte[]> read(BlockId id) {
    return shards().flatMap(shards -> read(shards, identity(id)));
  }

  private Optional<byte[]> read(Shards shards, Hash identity) {
    Path file = shards.file(identity);
    try {
      Optional<byte[]> block = BlockFile.read(identity, content(file));
      if (block.isPresent()) {
        used(file);
      } else {
        Files.deleteIfExists(file);
      }
      return block;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      note("could not be read", e);
      return Optional.empty();
    }
  }

  private byte[] content(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(sizes.block() + BlockFile.EXTRA_BYTES);
    try (SeekableByteChannel in =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      while (bytes.hasRemaining() && in.read(bytes) >= 0) {
        // Until all is read.
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private void used(Path file) {
    Instant now = host.clock().instant();
    try {
      FileTime last = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
      if (last.toInstant().isBefore(now.minus(GRAIN))) {
        Files.setLastModifiedTime(file, FileTime.from(now));
      }
    } catch (IOException e) {
      // Another process has just removed it, or nothing there can be changed: it is read anyway.
    }
  }

  boolean holds(BlockId id) {
    return shards()
        .map(shards -> Files.isRegularFile(shards.file(identity(id)), LinkOption.NOFOLLOW_LINKS))
        .orElse(false);
  }

  void write(BlockId id, byte[] block) {
    Optional<Shards> shards = shards();
    if (shards.isEmpty() || host.clock().instant().isBefore(nextWrite)) {
      return;
    }
    Hash identity = identity(id);
    try {
      shards.get().write(identity, BlockFile.write(identity, block));
    } catch (IOException e) {
      nextWrite = host.clock().instant().plus(PAUSE);
      note("could not be written", e);
    }
  }

  void drop(BlockId id) {
    shards()
        .ifPresent(
            shards -> {
              try {
                Files.deleteIfExists(shards.file(identity(id)));
              } catch (IOException e) {
                note("could not be written", e);
              }
            });
  }

  /** The bytes that all processes may keep; 0 without a directory that can be used. */
  long bound() {
    return shards().map(Shards::bytes).orElse(0L);
  }

  private Hash identity(BlockId id) {
    return BlockFile.identity(location, id, sizes.block());
  }

  private void note(String what, Exception e) {
    LOG.log(
        System.Logger.Level.DEBUG,
        () -> "cache " + settings.directory().orElseThrow() + " " + what,
        e);
  }
}
