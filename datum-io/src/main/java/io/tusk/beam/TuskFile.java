/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import io.tusk.files.FileEntry;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A file of a commit. It is small, whatever the file's size: the content is read from the store
 * when it is opened. Two are equal when they are the same path of the same commit.
 */
@DefaultCoder(TuskFile.FileCoder.class)
public final class TuskFile implements Serializable {
  private static final long serialVersionUID = 1L;

  private final StoreKey store;
  private final String commit;
  private final String path;
  private final long size;
  private final int kind;
  private final String content;

  private TuskFile(
      StoreKey store, String commit, String path, long size, int kind, String content) {
    this.store = store;
    this.commit = commit;
    this.path = path;
    this.size = size;
    this.kind = kind;
    this.content = content;
  }

  static TuskFile of(StoreKey store, String commit, String path, FileEntry file) {
    Optional<Ref> content = file.content();
    return new TuskFile(
        store,
        commit,
        path,
        file.size(),
        content.map(ref -> ref.kind().code()).orElse(0),
        content.map(StoredSet::text).orElse(""));
  }

  /** {@code REPO@ID}. */
  public String commit() {
    return commit;
  }

  /** Absolute, within the commit. */
  public String path() {
    return path;
  }

  /** In bytes. */
  public long size() {
    return size;
  }

  /** A function of the file's bytes: 64 hex digits. */
  public String hash() {
    return entry().hash().toString();
  }

  /**
   * The content, which the caller closes. One piece of it is in memory at a time.
   *
   * @param options the pipeline's, by which a store in a bucket is reached
   * @throws io.tusk.error.TuskException STORAGE where the store cannot be reached; HOST where this
   *     host finds another one; CORRUPT where its bytes are not what they were
   */
  public InputStream open(PipelineOptions options) {
    return OpenStores.open(store, options).files().open(entry());
  }

  private FileEntry entry() {
    return new FileEntry(
        size,
        content.isEmpty() ? Optional.empty() : StoredSet.optionalRef(PieceKind.of(kind), content));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TuskFile file
        && file.store.equals(store)
        && file.commit.equals(commit)
        && file.path.equals(path);
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

  /** Equal files have equal bytes. */
  public static final class FileCoder extends CustomCoder<TuskFile> {
    private static final long serialVersionUID = 1L;
    private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

    /** Beam asks for it by this name. */
    public static FileCoder of() {
      return new FileCoder();
    }

    @Override
    public void encode(TuskFile file, OutputStream out) throws IOException {
      TEXT.encode(file.store.location(), out);
      TEXT.encode(file.store.id(), out);
      TEXT.encode(file.commit, out);
      TEXT.encode(file.path, out);
      VarLongCoder.of().encode(file.size, out);
      VarIntCoder.of().encode(file.kind, out);
      TEXT.encode(file.content, out);
    }

    @Override
    public TuskFile decode(InputStream in) throws IOException {
      StoreKey store = new StoreKey(TEXT.decode(in), TEXT.decode(in));
      return new TuskFile(
          store,
          TEXT.decode(in),
          TEXT.decode(in),
          VarLongCoder.of().decode(in),
          VarIntCoder.of().decode(in),
          TEXT.decode(in));
    }

    @Override
    public void verifyDeterministic() {
      // Lengths and texts have one form each.
    }

    @Override
    public boolean consistentWithEquals() {
      return false;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof FileCoder;
    }

    @Override
    public int hashCode() {
      return FileCoder.class.hashCode();
    }
  }
}
