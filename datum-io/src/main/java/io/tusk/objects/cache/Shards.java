/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import io.tusk.host.Host;
import io.tusk.pieces.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Files in {@value #SHARDS} directories, each of which has its share of the bound: who adds a file
 * looks at one of them only and removes what was used least lately there. So nothing is counted
 * beforehand, and processes need not agree. Two that add to the same directory at once may exceed
 * its share by what they add; the next one mends that.
 */
final class Shards {
  private static final int SHARDS = 64;
  private static final FileAttribute<?> DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path root;
  private final long bytes;
  private final long shardBytes;
  private final Host host;

  /** {@code root}: a directory of this user's that nobody else can enter. */
  Shards(Path root, long bytes, Host host) {
    this.root = root;
    this.bytes = bytes;
    this.shardBytes = bytes / SHARDS;
    this.host = host;
  }

  long bytes() {
    return bytes;
  }

  Path file(Hash name) {
    String hex = name.toString();
    int shard = Integer.parseInt(hex.substring(0, 2), 16) % SHARDS;
    return root.resolve(String.format("%02d", shard)).resolve(hex.substring(2));
  }

  /** All or nothing, whoever else writes the same file or is stopped while doing so. */
  void write(Hash name, byte[] content) throws IOException {
    Path file = file(name);
    makeRoom(file.getParent(), content.length);
    Path unfinished = file.resolveSibling("new-" + host.randomId());
    try {
      create(unfinished, content);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void create(Path file, byte[] content) throws IOException {
    try (SeekableByteChannel out =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
  }

  private record Kept(Path file, long bytes, FileTime used) {}

  private void makeRoom(Path shard, long room) throws IOException {
    List<Kept> files = list(shard);
    long total = room + files.stream().mapToLong(Kept::bytes).sum();
    if (total <= shardBytes) {
      return;
    }
    files.sort(Comparator.comparing(Kept::used));
    for (Kept oldest : files) {
      if (total <= shardBytes) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      total -= oldest.bytes();
    }
  }

  private static List<Kept> list(Path shard) throws IOException {
    List<Kept> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(shard)) {
      for (Path file : found) {
        try {
          BasicFileAttributes attributes =
              Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          files.add(new Kept(file, attributes.size(), attributes.lastModifiedTime()));
        } catch (NoSuchFileException e) {
          // Another process has removed it.
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      try {
        Files.createDirectory(shard, DIRECTORY);
      } catch (FileAlreadyExistsException another) {
        // Another process has made it.
      }
    }
    return files;
  }
}
