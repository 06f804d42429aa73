/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.chunks.ChunkParameters;
import io.tusk.chunks.ChunkPipe;
import io.tusk.chunks.ChunkSink;
import io.tusk.chunks.Chunker;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.tree.SequenceBuilder;
import io.tusk.tree.SequencePart;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes and reads the bytes of files; {@code docs/format.md}, section 5. A file of several chunks
 * has the tree of their sequence.
 */
final class FileContents {
  private static final int MOST_IDLE_BYTES = 1 << 20;

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
    return cut(in, new Chunks(out));
  }

  /** Chunks and nodes that {@code before} has are not stored again. */
  FileEntry write(InputStream in, FileEntry before, PackWriter out) throws IOException {
    KnownPieces known = new KnownPieces(visited -> parts(before, 0, visited));
    FileEntry after = cut(in, new Chunks(out, known::chunk, known::node));
    return after.sameContent(before) ? before : after;
  }

  /** Only the last chunk of {@code file} is read. */
  FileEntry append(FileEntry file, InputStream in, PackWriter out) throws IOException {
    if (file.content().isEmpty()) {
      return write(in, out);
    }
    Chunks chunks = new Chunks(out);
    byte[] last = reopen(file, chunks);
    return cut(new SequenceInputStream(new ByteArrayInputStream(last), in), chunks);
  }

  /** Begins with all chunks of {@code file} but the last, whose bytes it returns. */
  private byte[] reopen(FileEntry file, Chunks chunks) {
    Ref last = file.content().orElseThrow();
    if (last.kind() == PieceKind.NODE) {
      last = chunks.resume(Tree.stored(last));
    }
    byte[] bytes = trees.pieces().chunk(last);
    requireWhole(file, chunks.size + bytes.length == file.size());
    return bytes;
  }

  /**
   * The file with the bytes of {@code second} after those of {@code first}. From where a chunk of
   * {@code second} begins in both on, its chunks and nodes are taken over, and no chunk is read.
   */
  FileEntry join(FileEntry first, FileEntry second, PackWriter out) throws IOException {
    if (first.content().isEmpty() || second.content().isEmpty()) {
      return first.content().isEmpty() ? second : first;
    }
    Map<Hash, Ref> nodes = new HashMap<>();
    Meeting meeting = new Meeting(parts(second, 0, node -> nodes.put(node.hash(), node)));
    Chunks chunks =
        new Chunks(out, chunk -> Optional.empty(), node -> Optional.ofNullable(nodes.get(node)));
    byte[] last = reopen(first, chunks);
    try (InputStream in = open(second, 0)) {
      split(
          new SequenceInputStream(new ByteArrayInputStream(last), meeting.until(in)),
          (buffer, offset, length) -> {
            if (!meeting.isFound()) {
              chunks.store(buffer, offset, length);
              meeting.reached(chunks.size - first.size());
            }
          });
    }
    meeting.rest().forEachRemaining(part -> chunks.add(part.chunk(), part.end() - part.start()));
    return chunks.finish();
  }

  /** The chunks that {@code in} begins with are known by their hashes alone. */
  long commonStart(FileEntry file, InputStream in) throws IOException {
    long common = 0;
    Iterator<SequencePart> parts = parts(file, 0, visited -> {});
    while (parts.hasNext()) {
      SequencePart part = parts.next();
      int length = part.chunk().location().length();
      requireWhole(file, part.start() == common && part.end() == common + length);
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length || !Hash.of(bytes).equals(part.chunk().hash())) {
        return common;
      }
      common += length;
    }
    return common;
  }

  InputStream open(FileEntry file, long offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("a negative offset: " + offset);
    }
    return offset >= file.size()
        ? InputStream.nullInputStream()
        : new ContentStream(trees.pieces(), file, offset, parts(file, offset, visited -> {}));
  }

  /** The chunks from the one on that holds the byte at {@code from}. */
  private Iterator<SequencePart> parts(FileEntry file, long from, Consumer<Ref> visited) {
    if (file.content().isEmpty()) {
      return List.<SequencePart>of().iterator();
    }
    Ref content = file.content().get();
    return content.kind() == PieceKind.CHUNK
        ? List.of(new SequencePart(content, 0, file.size())).iterator()
        : trees.parts(Tree.stored(content), from, visited);
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

  private FileEntry cut(InputStream in, Chunks chunks) throws IOException {
    split(in, chunks::store);
    return chunks.finish();
  }

  private void split(InputStream in, ChunkSink sink) throws IOException {
    Chunker chunker = Optional.ofNullable(idle.poll()).orElseGet(() -> new Chunker(parameters));
    try (ChunkPipe pipe = new ChunkPipe(sink)) {
      chunker.split(in, pipe);
      pipe.finish();
    }
    if (chunker.bufferBytes() <= MOST_IDLE_BYTES) {
      idle.add(chunker);
    }
  }

  /** The chunks of a file as they come. */
  private final class Chunks {
    private final PackWriter out;
    private final Function<Hash, Optional<Ref>> present;
    private final SequenceBuilder sequence;
    private long size;

    /** The first chunk, until there is a second one. */
    private Ref only;

    Chunks(PackWriter out) {
      this(out, hash -> Optional.empty(), hash -> Optional.empty());
    }

    /** {@code nearChunks}: where chunks are looked for first. */
    Chunks(
        PackWriter out,
        Function<Hash, Optional<Ref>> nearChunks,
        Function<Hash, Optional<Ref>> storedNodes) {
      this.out = out;
      this.present =
          chunk ->
              nearChunks
                  .apply(chunk)
                  .or(() -> out.written(PieceKind.CHUNK, chunk))
                  .or(() -> stored.apply(chunk));
      this.sequence = trees.sequence(out, storedNodes);
    }

    /** Begins with all but the last chunk of a file of several; returns the last. */
    Ref resume(Tree tree) {
      Ref last = sequence.resume(tree);
      size = sequence.bytes();
      return last;
    }

    void store(byte[] buffer, int offset, int length) {
      add(out.writeChunk(buffer, offset, length, present), length);
    }

    void add(Ref chunk, long length) {
      if (size == 0) {
        only = chunk;
      } else {
        if (only != null) {
          sequence.append(only);
          only = null;
        }
        sequence.append(chunk);
      }
      size += length;
    }

    FileEntry finish() {
      if (size == 0) {
        return FileEntry.EMPTY;
      }
      return new FileEntry(size, only != null ? Optional.of(only) : sequence.finish().root());
    }
  }
}
