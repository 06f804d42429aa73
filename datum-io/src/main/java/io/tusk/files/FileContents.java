/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.chunks.ChunkParameters;
import io.tusk.chunks.Chunker;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * Writes and reads the bytes of files; {@code docs/format.md}, section 5. A file of several chunks
 * has a tree of them, from the offset at which a chunk ends to the chunk.
 */
final class FileContents {
  private static final int CHUNKS_AT_ONCE = 4_096;

  private static final int MOST_IDLE_BYTES = 1 << 16;

  private final Trees trees;
  private final ChunkParameters parameters;

  /** Chunks of the object store that are not stored again. */
  private final Function<Hash, Optional<Ref>> stored;

  /**
   * Chunkers with small buffers: a new buffer costs more than a small file. One a thread, at most.
   */
  private final Queue<Chunker> idle;

  FileContents(Trees trees, ChunkParameters parameters) {
    this(trees, parameters, chunk -> Optional.empty(), new ConcurrentLinkedQueue<>());
  }

  private FileContents(
      Trees trees,
      ChunkParameters parameters,
      Function<Hash, Optional<Ref>> stored,
      Queue<Chunker> idle) {
    this.trees = trees;
    this.parameters = parameters;
    this.stored = stored;
    this.idle = idle;
  }

  FileContents reusing(Function<Hash, Optional<Ref>> chunks) {
    return new FileContents(trees, parameters, chunks, idle);
  }

  FileEntry write(InputStream in, PackWriter out) throws IOException {
    return extend(new Chunks(Tree.EMPTY, 0, out), in, out, chunk -> Optional.empty());
  }

  /** Chunks that {@code before} has are not stored again. */
  FileEntry write(InputStream in, FileEntry before, PackWriter out) throws IOException {
    KnownChunks known = new KnownChunks(chunksOf(before));
    FileEntry after = extend(new Chunks(Tree.EMPTY, 0, out), in, out, known::find);
    return after.sameContent(before) ? before : after;
  }

  private Iterator<Ref> chunksOf(FileEntry file) {
    Optional<Ref> content = file.content();
    if (content.isEmpty() || content.get().kind() == PieceKind.CHUNK) {
      return content.stream().iterator();
    }
    Iterator<Entry> entries = trees.ascending(Tree.stored(content.get()), new byte[0]);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Ref next() {
        return chunk(entries.next());
      }
    };
  }

  /** Only the last chunk of {@code file} is read. */
  FileEntry append(FileEntry file, InputStream in, PackWriter out) throws IOException {
    if (file.content().isEmpty()) {
      return write(in, out);
    }
    Chunks chunks = new Chunks(Tree.EMPTY, 0, out);
    Ref last = file.content().get();
    if (last.kind() == PieceKind.NODE) {
      Tree tree = Tree.stored(last);
      Entry lastEntry = trees.descending(tree, null).next();
      requireWhole(file, end(lastEntry) == file.size());
      last = chunk(lastEntry);
      chunks = new Chunks(tree, startOfChunk(tree, file.size() - 1), out);
      chunks.stale = lastEntry.key();
    }
    byte[] bytes = trees.pieces().chunk(last);
    requireWhole(file, chunks.size + bytes.length == file.size());
    return extend(
        chunks,
        new SequenceInputStream(new ByteArrayInputStream(bytes), in),
        out,
        chunk -> Optional.empty());
  }

  InputStream open(FileEntry file, long offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("a negative offset: " + offset);
    }
    if (offset >= file.size()) {
      return InputStream.nullInputStream();
    }
    Ref content = file.content().orElseThrow();
    if (content.kind() == PieceKind.CHUNK) {
      Iterator<Entry> only = List.of(entry(file.size(), content)).iterator();
      return new ContentStream(trees.pieces(), file, offset, 0, only);
    }
    Tree tree = Tree.stored(content);
    Iterator<Entry> chunks = trees.ascending(tree, key(offset + 1));
    return new ContentStream(trees.pieces(), file, offset, startOfChunk(tree, offset), chunks);
  }

  /** Where the chunk starts that holds the byte at {@code offset}: the end of the one before. */
  private long startOfChunk(Tree tree, long offset) {
    Iterator<Entry> before = trees.descending(tree, key(offset + 1));
    return before.hasNext() ? end(before.next()) : 0;
  }

  static long end(Entry entry) {
    Varints.Input key = new Varints.Input(entry.key());
    long end = key.u64();
    if (!key.atEnd() || entry.refs().size() != 1) {
      throw key.malformed("not a chunk of a file");
    }
    return end;
  }

  static Ref chunk(Entry entry) {
    return entry.refs().get(0);
  }

  /** Throws CORRUPT unless the chunks that were found are those of a file of that size. */
  static void requireWhole(FileEntry file, boolean agrees) {
    if (!agrees) {
      throw new TuskException(
          ErrorCode.CORRUPT,
          "the chunks of file content "
              + file.hash()
              + " are not the "
              + file.size()
              + " bytes that its directory says; run 'tusk fsck' for the whole damage");
    }
  }

  /** {@code nearby}: where chunks are looked for first. */
  private FileEntry extend(
      Chunks chunks, InputStream in, PackWriter out, Function<Hash, Optional<Ref>> nearby)
      throws IOException {
    Chunker chunker = Optional.ofNullable(idle.poll()).orElseGet(() -> new Chunker(parameters));
    Function<Hash, Optional<Ref>> present =
        chunk ->
            nearby
                .apply(chunk)
                .or(() -> out.written(PieceKind.CHUNK, chunk))
                .or(() -> stored.apply(chunk));
    chunker.split(
        in,
        (buffer, offset, length) -> chunks.add(out.writeChunk(buffer, offset, length, present)));
    if (chunker.bufferBytes() <= MOST_IDLE_BYTES) {
      idle.add(chunker);
    }
    return chunks.finish();
  }

  /** The chunk tree as it grows. */
  private final class Chunks {
    private final PackWriter out;
    private final List<Edit> pending = new ArrayList<>();
    private Tree tree;
    private long size;

    /** The key of a chunk in the tree that the first one added replaces; may be null. */
    private byte[] stale;

    Chunks(Tree tree, long size, PackWriter out) {
      this.tree = tree;
      this.size = size;
      this.out = out;
    }

    void add(Ref chunk) {
      size += chunk.location().length();
      Entry entry = entry(size, chunk);
      if (stale != null && !Arrays.equals(stale, entry.key())) {
        pending.add(Edit.remove(stale));
      }
      stale = null;
      pending.add(Edit.put(entry));
      if (pending.size() >= CHUNKS_AT_ONCE) {
        store();
      }
    }

    FileEntry finish() {
      if (size == 0) {
        return FileEntry.EMPTY;
      }
      if (tree.isEmpty() && pending.size() == 1) {
        Entry only = pending.get(0).entry().orElseThrow();
        return new FileEntry(size, Optional.of(chunk(only)));
      }
      store();
      return new FileEntry(size, tree.root());
    }

    private void store() {
      tree = trees.edit(tree, pending.iterator(), Summarizer.NONE, out);
      pending.clear();
    }
  }

  private static Entry entry(long end, Ref chunk) {
    return Entry.of(key(end), new byte[0], List.of(chunk));
  }

  static byte[] key(long end) {
    return new Varints.Output().u64(end).toByteArray();
  }
}
