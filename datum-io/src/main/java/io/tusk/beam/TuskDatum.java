/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.PathInfo;
import io.tusk.name.FilePath;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Objects;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What a glob matches in a commit: a file, or a directory with all files below it. It is small,
 * however many these are: they are looked up when they are asked for. Two are equal when they are
 * the same path of the same commit.
 */
@DefaultCoder(TuskDatum.DatumCoder.class)
public final class TuskDatum implements Serializable {
  private static final long serialVersionUID = 1L;

  private final StoreKey store;
  private final String commit;
  private final StoredSet set;
  private final String path;
  private final String hash;

  private TuskDatum(StoreKey store, String commit, StoredSet set, String path, String hash) {
    this.store = store;
    this.commit = commit;
    this.set = set;
    this.path = path;
    this.hash = hash;
  }

  static TuskDatum of(StoreKey store, String commit, StoredSet set, PathInfo info) {
    boolean slash = info.entry() instanceof DirectoryEntry && !info.path().isRoot();
    return new TuskDatum(
        store, commit, set, info.path() + (slash ? "/" : ""), info.entry().hash().toString());
  }

  /** {@code REPO@ID}. */
  public String commit() {
    return commit;
  }

  /** Absolute, within the commit; a directory's ends in a slash. */
  public String path() {
    return path;
  }

  /** A function of the names and bytes of all its files: 64 hex digits. */
  public String hash() {
    return hash;
  }

  /**
   * The file that it is, or all files below it, in the order of their paths; looked up as they are
   * taken.
   *
   * @param options as in {@link TuskFile#open}
   */
  public Iterator<TuskFile> files(PipelineOptions options) {
    TuskStore opened = OpenStores.open(store, options);
    FileSet files = set.set();
    Iterator<PathInfo> walk = opened.files().walk(files, FilePath.parse(path));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return walk.hasNext();
      }

      @Override
      public TuskFile next() {
        PathInfo info = walk.next();
        return TuskFile.of(store, commit, info.path().value(), (FileEntry) info.entry());
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TuskDatum datum
        && datum.store.equals(store)
        && datum.commit.equals(commit)
        && datum.path.equals(path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(store, commit, path);
  }

  /** {@code REPO@ID:/PATH}. */
  @Override
  public String toString() {
    return commit + ":" + path;
  }

  /** Equal datums have equal bytes. */
  public static final class DatumCoder extends CustomCoder<TuskDatum> {
    private static final long serialVersionUID = 1L;
    private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

    /** Beam asks for it by this name. */
    public static DatumCoder of() {
      return new DatumCoder();
    }

    @Override
    public void encode(TuskDatum datum, OutputStream out) throws IOException {
      TEXT.encode(datum.store.location(), out);
      TEXT.encode(datum.store.id(), out);
      TEXT.encode(datum.commit, out);
      StoredSetCoder.of().encode(datum.set, out);
      TEXT.encode(datum.path, out);
      TEXT.encode(datum.hash, out);
    }

    @Override
    public TuskDatum decode(InputStream in) throws IOException {
      StoreKey store = new StoreKey(TEXT.decode(in), TEXT.decode(in));
      return new TuskDatum(
          store, TEXT.decode(in), StoredSetCoder.of().decode(in), TEXT.decode(in), TEXT.decode(in));
    }

    @Override
    public void verifyDeterministic() {
      // Lengths and texts have one form each.
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof DatumCoder;
    }

    @Override
    public int hashCode() {
      return DatumCoder.class.hashCode();
    }
  }
}
