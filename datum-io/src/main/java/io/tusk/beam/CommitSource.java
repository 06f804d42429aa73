/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import io.tusk.files.FileEntry;
import io.tusk.files.PathInfo;
import io.tusk.files.PathRange;
import io.tusk.glob.Glob;
import io.tusk.repo.TuskStore;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a glob matches in a commit, or in a range of its paths. */
abstract class CommitSource<T> extends BoundedSource<T> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(CommitSource.class);
  private static final long MOST_SPLITS = 1_000;
  private static final long FILES_A_SPLIT = 10_000;

  final Selected selected;
  final PathRange range;

  CommitSource(Selected selected, PathRange range) {
    this.selected = selected;
    this.range = range;
  }

  /** The same, of a range. */
  abstract CommitSource<T> within(PathRange part);

  /** Whether a match is one of the elements. */
  abstract boolean takes(PathInfo match);

  abstract T element(PathInfo match);

  @Override
  public List<CommitSource<T>> split(long desiredBytes, PipelineOptions options) {
    StoredSet set = selected.set();
    if (!range.equals(PathRange.ALL) || set.files() == 0) {
      return List.of(this);
    }
    long wanted =
        Math.max(set.bytes() / Math.max(1, desiredBytes), set.files() / FILES_A_SPLIT) + 1;
    long splits = Math.min(Math.min(wanted, MOST_SPLITS), set.files());
    long every = (set.files() + splits - 1) / splits;
    Glob glob = Glob.parse(selected.glob());
    List<CommitSource<T>> parts =
        OpenStores.open(selected.store(), options).files().ranges(set.set(), glob, every).stream()
            .map(this::within)
            .toList();
    LOG.info("{} in {} is read in {} parts", glob, selected.commit(), parts.size());
    return parts;
  }

  /** Of the whole commit; how much of it matches is known once it is read. */
  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return Math.max(1, selected.set().bytes());
  }

  @Override
  public abstract Coder<T> getOutputCoder();

  @Override
  public BoundedReader<T> createReader(PipelineOptions options) {
    return new Reader<>(this, OpenStores.open(selected.store(), options));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.delegate(selected);
  }

  /** Files that match. */
  static final class OfFiles extends CommitSource<TuskFile> {
    private static final long serialVersionUID = 1L;

    OfFiles(Selected selected, PathRange range) {
      super(selected, range);
    }

    @Override
    CommitSource<TuskFile> within(PathRange part) {
      return new OfFiles(selected, part);
    }

    @Override
    boolean takes(PathInfo match) {
      return match.entry() instanceof FileEntry;
    }

    @Override
    TuskFile element(PathInfo match) {
      return TuskFile.of(
          selected.store(), selected.commit(), match.path().value(), (FileEntry) match.entry());
    }

    @Override
    public Coder<TuskFile> getOutputCoder() {
      return TuskFile.FileCoder.of();
    }
  }

  /** Files and directories that match. */
  static final class OfDatums extends CommitSource<TuskDatum> {
    private static final long serialVersionUID = 1L;

    OfDatums(Selected selected, PathRange range) {
      super(selected, range);
    }

    @Override
    CommitSource<TuskDatum> within(PathRange part) {
      return new OfDatums(selected, part);
    }

    @Override
    boolean takes(PathInfo match) {
      return true;
    }

    @Override
    TuskDatum element(PathInfo match) {
      return TuskDatum.of(selected.store(), selected.commit(), selected.set(), match);
    }

    @Override
    public Coder<TuskDatum> getOutputCoder() {
      return TuskDatum.DatumCoder.of();
    }
  }

  private static final class Reader<T> extends BoundedReader<T> {
    private final CommitSource<T> source;
    private final TuskStore store;
    private Iterator<PathInfo> matches;
    private PathInfo current;

    Reader(CommitSource<T> source, TuskStore store) {
      this.source = source;
      this.store = store;
    }

    @Override
    public boolean start() {
      Selected selected = source.selected;
      matches = store.files().glob(selected.set().set(), Glob.parse(selected.glob()), source.range);
      return advance();
    }

    @Override
    public boolean advance() {
      current = null;
      while (current == null && matches.hasNext()) {
        PathInfo match = matches.next();
        current = source.takes(match) ? match : null;
      }
      return current != null;
    }

    @Override
    public T getCurrent() {
      if (current == null) {
        throw new NoSuchElementException();
      }
      return source.element(current);
    }

    @Override
    public CommitSource<T> getCurrentSource() {
      return source;
    }

    @Override
    public void close() {
      // The store stays open for the elements.
    }
  }
}
