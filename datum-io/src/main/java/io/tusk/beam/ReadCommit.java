/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import io.tusk.repo.Commit;
import io.tusk.repo.TuskStore;
import java.io.Serializable;
import java.util.Optional;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * {@link TuskIO#read} and {@link TuskIO#readDatums}. Immutable. It is read in parallel: in ranges
 * of paths, as many as the runner wishes.
 */
public final class ReadCommit<T> extends PTransform<PBegin, PCollection<T>> {
  private static final long serialVersionUID = 1L;

  private final Settings settings;
  private final SerializableFunction<Selected, CommitSource<T>> source;

  /** What was given so far; null where nothing was. */
  record Settings(String store, String commit, String glob) implements Serializable {
    static final Settings NONE = new Settings(null, null, "/**");

    private static final long serialVersionUID = 1L;
  }

  ReadCommit(Settings settings, SerializableFunction<Selected, CommitSource<T>> source) {
    this.settings = settings;
    this.source = source;
  }

  /**
   * Where the store is: a directory, or {@code s3://BUCKET/PREFIX}.
   *
   * @throws io.tusk.error.TuskException USAGE
   */
  public ReadCommit<T> withStore(String store) {
    return new ReadCommit<>(
        new Settings(TuskIO.location(store), settings.commit(), settings.glob()), source);
  }

  /**
   * What is read: {@code REPO@BRANCH}, {@code REPO@ID}, with {@code ^} or {@code .N} behind it; a
   * repository of another project than the default one is {@code PROJECT/REPO}.
   *
   * @throws io.tusk.error.TuskException USAGE
   */
  public ReadCommit<T> withCommit(String commit) {
    TuskIO.commit(commit);
    return new ReadCommit<>(new Settings(settings.store(), commit, settings.glob()), source);
  }

  /**
   * Which paths are read; by default <code>/**</code>, all.
   *
   * @throws io.tusk.error.TuskException USAGE
   */
  public ReadCommit<T> withGlob(String glob) {
    return new ReadCommit<>(
        new Settings(settings.store(), settings.commit(), TuskIO.glob(glob).toString()), source);
  }

  /**
   * @throws io.tusk.error.TuskException USAGE without a store and a commit; NOT_FOUND where there
   *     is none
   */
  @Override
  public PCollection<T> expand(PBegin input) {
    String store = TuskIO.required(Optional.ofNullable(settings.store()), "a read", "withStore");
    String commit = TuskIO.required(Optional.ofNullable(settings.commit()), "a read", "withCommit");
    try (TuskStore opened = OpenStores.find(store, input.getPipeline().getOptions())) {
      Commit found = opened.snapshot().resolver().readable(TuskIO.commit(commit));
      Selected selected =
          new Selected(
              new StoreKey(store, opened.id()),
              found.label(),
              StoredSet.of(found.files()),
              settings.glob());
      return input.apply("Read commit", Read.from(source.apply(selected)));
    }
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .addIfNotNull(DisplayData.item("store", settings.store()).withLabel("Store"))
        .addIfNotNull(DisplayData.item("commit", settings.commit()).withLabel("Commit"))
        .add(DisplayData.item("glob", settings.glob()).withLabel("Glob"));
  }
}
