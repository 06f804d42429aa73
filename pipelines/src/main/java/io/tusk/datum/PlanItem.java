/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.files.FileEntry;
import io.tusk.files.PathEntry;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import io.tusk.tree.Entry;
import io.tusk.tree.Summarizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What a job does about one datum that differs from its base; an entry of the plan's tree. */
public sealed interface PlanItem {
  DatumKey key();

  /** Run it: {@code paths} are its inputs, in the order of the key. */
  record Run(DatumKey key, Hash id, Hash hash, DatumPaths paths) implements PlanItem {}

  /** It ran before under the same hash; its result is taken over. */
  record Reuse(DatumKey key, DatumRecord record) implements PlanItem {}

  /** Its inputs are gone; so go its outputs. */
  record Remove(DatumKey key) implements PlanItem {}

  /** What a plan's tree counts: datums to run, to take over, to remove, and input bytes to read. */
  Summarizer COUNTS =
      new Summarizer() {
        @Override
        public int width() {
          return 4;
        }

        @Override
        public void add(Entry entry, long[] sums) {
          PlanItem item = decode(entry, UNREAD);
          if (item instanceof Run run) {
            sums[0]++;
            sums[3] += run.paths().bytes();
          } else if (item instanceof Reuse) {
            sums[1]++;
          } else {
            sums[2]++;
          }
        }
      };

  int RUN = 0;
  int REUSE = 1;
  int REMOVE = 2;
  int RUN_LISTED = 3;

  /** For items whose paths are not read. */
  DatumPaths.Source UNREAD =
      list -> {
        throw new IllegalStateException("the paths of a plan's item are not to be read here");
      };

  default Entry encode() {
    Varints.Output out = new Varints.Output();
    List<Ref> refs = new ArrayList<>();
    if (this instanceof Run run) {
      out.u8(run.paths().list().isPresent() ? RUN_LISTED : RUN);
      out.hash(run.id()).hash(run.hash()).varint(run.paths().count());
      write(run.paths(), out, refs);
    } else if (this instanceof Reuse reuse) {
      Entry record = reuse.record().encode(key().bytes());
      out.u8(REUSE).bytes(record.value());
      refs.addAll(record.refs());
    } else {
      out.u8(REMOVE);
    }
    return Entry.of(key().bytes(), out.toByteArray(), refs);
  }

  private static void write(DatumPaths paths, Varints.Output out, List<Ref> refs) {
    if (paths.list().isPresent()) {
      out.varint(paths.bytes());
      EmbeddedEntries.write(paths.list().get(), out, refs);
      return;
    }
    for (InputPath path : paths) {
      out.varint(path.leaf());
      EmbeddedEntries.write(path.entry(), out, refs);
    }
  }

  /** {@code source} looks up the paths of datums whose keys do not hold them. */
  static PlanItem decode(Entry entry, DatumPaths.Source source) {
    DatumKey key = DatumKey.ofBytes(entry.key());
    Varints.Input in = new Varints.Input(entry.value());
    int action = in.u8();
    return switch (action) {
      case RUN -> decodeRun(key, in, entry.refs().iterator());
      case RUN_LISTED -> decodeListed(key, in, entry.refs().iterator(), source);
      case REUSE -> {
        byte[] record = in.bytes(in.remaining());
        yield new Reuse(key, DatumRecord.decode(Entry.of(entry.key(), record, entry.refs())));
      }
      case REMOVE -> new Remove(key);
      default -> throw in.malformed("a plan's item with action " + action);
    };
  }

  private static Run decodeRun(DatumKey key, Varints.Input in, Iterator<Ref> refs) {
    Hash id = in.hash();
    Hash hash = in.hash();
    List<DatumKey.Part> parts = key.parts();
    List<InputPath> paths = new ArrayList<>();
    int count = in.count(1 << 16);
    if (count != parts.size()) {
      throw in.malformed("a datum of " + count + " paths with a key of " + parts.size());
    }
    for (DatumKey.Part part : parts) {
      int leaf = in.count(1 << 16);
      PathEntry path = EmbeddedEntries.read(in, refs);
      paths.add(new InputPath(leaf, part.input(), part.branch(), part.path(), path));
    }
    return new Run(key, id, hash, DatumPaths.of(paths));
  }

  private static Run decodeListed(
      DatumKey key, Varints.Input in, Iterator<Ref> refs, DatumPaths.Source source) {
    Hash id = in.hash();
    Hash hash = in.hash();
    long count = in.varint();
    long bytes = in.varint();
    if (!(EmbeddedEntries.read(in, refs) instanceof FileEntry list)) {
      throw in.malformed("a list of a datum's paths is no file");
    }
    return new Run(key, id, hash, new DatumPaths.Listed(list, count, bytes, source));
  }
}
