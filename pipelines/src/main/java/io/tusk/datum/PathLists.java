/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Varints;
import io.tusk.repo.Commit;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Reads and writes the lists of paths of datums with long keys; {@code docs/format-jobs.md}. */
public final class PathLists {
  private final FileSets files;

  public PathLists(FileSets files) {
    this.files = files;
  }

  /** A path and the number of its leaf. */
  public record Item(int leaf, DatumKey.Part part) {}

  /**
   * The list as a file's content; its pieces are in {@code out}, but for those that {@code before},
   * an earlier list of the store, has.
   */
  public FileEntry write(Iterator<Item> items, Optional<FileEntry> before, PackWriter out) {
    try (InputStream in = new Encoded(items)) {
      return before.isPresent() ? files.write(in, before.get(), out) : files.write(in, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a list holds; streams. */
  public Iterator<Item> read(FileEntry list) {
    return new Decoded(files.open(list));
  }

  /** The parts of a datum: in its key, or in its list. */
  public Iterable<DatumKey.Part> parts(DatumKey key, Optional<FileEntry> list) {
    if (!key.isLong()) {
      return key.parts();
    }
    FileEntry listed =
        list.orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.CORRUPT, "datum " + key + " lacks the list of its paths"));
    return () -> new Mapped<>(read(listed), item -> Optional.of(item.part()));
  }

  /** Looks listed paths up in what a job reads of its inputs. */
  public DatumPaths.Source source(List<Commit.Read> inputs) {
    return list -> new Mapped<>(read(list), item -> Optional.of(path(inputs, item)));
  }

  private InputPath path(List<Commit.Read> inputs, Item item) {
    DatumKey.Part part = item.part();
    if (item.leaf() >= inputs.size()) {
      throw new TuskException(
          ErrorCode.CORRUPT, "a listed path is of input " + item.leaf() + ", which there is not");
    }
    Commit.Read read = inputs.get(item.leaf());
    PathEntry entry =
        read.view()
            .flatMap(view -> files.find(view, part.path()))
            .or(() -> files.find(read.files(), part.path()))
            .filter(found -> found instanceof DirectoryEntry == part.isDirectory())
            .orElseThrow(
                () ->
                    new TuskException(
                        ErrorCode.CORRUPT,
                        "the input holds no " + part.branch() + ":" + part.path()));
    return new InputPath(item.leaf(), part.input(), part.branch(), part.path(), entry);
  }

  /** The bytes of the items, one after another. */
  private static final class Encoded extends InputStream {
    private final Iterator<Item> items;
    private byte[] current = new byte[0];
    private int at;

    Encoded(Iterator<Item> items) {
      this.items = items;
    }

    private boolean fill() {
      while (at == current.length) {
        if (!items.hasNext()) {
          return false;
        }
        Item item = items.next();
        Varints.Output out = new Varints.Output().varint(item.leaf());
        DatumKey.write(item.part(), out);
        current = out.toByteArray();
        at = 0;
      }
      return true;
    }

    @Override
    public int read() {
      return fill() ? current[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int copied = 0;
      while (copied < length && fill()) {
        int now = Math.min(length - copied, current.length - at);
        System.arraycopy(current, at, target, offset + copied, now);
        at += now;
        copied += now;
      }
      return copied == 0 && length > 0 ? -1 : copied;
    }
  }

  private static final class Decoded implements Iterator<Item> {
    private final InputStream in;
    private int next;

    Decoded(InputStream in) {
      this.in = new BufferedInputStream(in);
      this.next = readByte();
    }

    @Override
    public boolean hasNext() {
      return next >= 0;
    }

    @Override
    public Item next() {
      if (next < 0) {
        throw new NoSuchElementException();
      }
      int leaf = next & 0x7F;
      for (int shift = 7; next >= 0x80; shift += 7) {
        next = required();
        leaf |= (next & 0x7F) << shift;
      }
      String input = text();
      RepoName repo = new RepoName(new ProjectName(text()), text());
      BranchName branch = new BranchName(repo, text());
      String path = text();
      next = readByte();
      return new Item(
          leaf,
          new DatumKey.Part(
              input,
              branch,
              FilePath.parse(path),
              path.endsWith("/") ? DatumKey.Kind.DIRECTORY : DatumKey.Kind.FILE));
    }

    private String text() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int b = required(); b != 0; b = required()) {
        bytes.write(b);
      }
      return bytes.toString(UTF_8);
    }

    private int required() {
      int b = readByte();
      if (b < 0) {
        throw new TuskException(ErrorCode.CORRUPT, "a list of a datum's paths is cut short");
      }
      return b;
    }

    private int readByte() {
      try {
        return in.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
