/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.name.CommitId;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What a run of a datum left: an entry of a commit's datum tree, of a pipeline's results tree and
 * of a job's segments. {@code docs/format-jobs.md}.
 *
 * @param job the job that ran it
 * @param outputs what it wrote, relative to the root of the output; empty unless it was processed
 * @param log the chunk with what it printed, if it printed anything
 * @param paths the list of its paths, if its key is long
 */
public record DatumRecord(
    Hash id,
    Hash hash,
    DatumState state,
    CommitId job,
    DirectoryEntry outputs,
    Optional<Ref> log,
    DatumStats stats,
    Optional<FileEntry> paths) {
  /** The record of a datum whose key holds its paths. */
  public DatumRecord(
      Hash id,
      Hash hash,
      DatumState state,
      CommitId job,
      DirectoryEntry outputs,
      Optional<Ref> log,
      DatumStats stats) {
    this(id, hash, state, job, outputs, log, stats, Optional.empty());
  }

  /** What a tree of records counts: processed, recovered and failed datums. */
  public static final Summarizer COUNTS =
      new Summarizer() {
        @Override
        public int width() {
          return DatumState.values().length;
        }

        @Override
        public void add(Entry entry, long[] sums) {
          sums[state(new Varints.Input(entry.value())).code()]++;
        }
      };

  private static final int HAS_LOG = 0x10;
  private static final int HAS_PATHS = 0x20;
  private static final int STATE_BITS = 0x0F;

  /** The record under {@code key}, which is a natural key or what the tree at hand makes of it. */
  public Entry encode(byte[] key) {
    List<Ref> refs = new ArrayList<>();
    Varints.Output out = new Varints.Output();
    out.u8(state.code() | (log.isPresent() ? HAS_LOG : 0) | (paths.isPresent() ? HAS_PATHS : 0));
    out.hash(id).hash(hash).bytes(HexFormat.of().parseHex(job.value()));
    log.ifPresent(refs::add);
    out.varint(stats.download().toMillis())
        .varint(stats.process().toMillis())
        .varint(stats.upload().toMillis())
        .varint(stats.downloadBytes())
        .varint(stats.uploadBytes());
    EmbeddedEntries.write(outputs, out, refs);
    paths.ifPresent(list -> EmbeddedEntries.write(list, out, refs));
    return Entry.of(key, out.toByteArray(), refs);
  }

  public static DatumRecord decode(Entry entry) {
    Varints.Input in = new Varints.Input(entry.value());
    Iterator<Ref> refs = entry.refs().iterator();
    boolean hasLog = entry.value().length > 0 && (entry.value()[0] & HAS_LOG) != 0;
    DatumState state = state(in);
    Hash id = in.hash();
    Hash hash = in.hash();
    CommitId job = new CommitId(HexFormat.of().formatHex(in.bytes(16)));
    Optional<Ref> log = Optional.empty();
    if (hasLog) {
      if (!refs.hasNext() || entry.refs().get(0).kind() != PieceKind.CHUNK) {
        throw in.malformed("a datum's record lacks its log");
      }
      log = Optional.of(refs.next());
    }
    DatumStats stats =
        new DatumStats(
            Duration.ofMillis(in.varint()),
            Duration.ofMillis(in.varint()),
            Duration.ofMillis(in.varint()),
            in.varint(),
            in.varint());
    if (!(EmbeddedEntries.read(in, refs) instanceof DirectoryEntry outputs)) {
      throw in.malformed("a datum's output is not a directory");
    }
    return new DatumRecord(id, hash, state, job, outputs, log, stats, paths(entry, in, refs));
  }

  private static Optional<FileEntry> paths(Entry entry, Varints.Input in, Iterator<Ref> refs) {
    if ((entry.value()[0] & HAS_PATHS) == 0) {
      return Optional.empty();
    }
    if (!(EmbeddedEntries.read(in, refs) instanceof FileEntry list)) {
      throw in.malformed("a list of a datum's paths is no file");
    }
    return Optional.of(list);
  }

  private static DatumState state(Varints.Input in) {
    int code = in.u8() & STATE_BITS;
    for (DatumState state : DatumState.values()) {
      if (state.code() == code) {
        return state;
      }
    }
    throw in.malformed("a datum in state " + code);
  }
}
