/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.name.BranchName;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Catalog;
import io.tusk.repo.CommitRef;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import java.io.Serializable;
import java.util.Optional;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;

/**
 * {@link TuskIO#write}. Immutable. Bundles store contents as they come; when all have ended, one
 * step makes the commit. Its output is that commit, as {@code REPO@ID}: one element.
 */
public final class WriteCommit<T> extends PTransform<PCollection<T>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private final Settings settings;
  private final SerializableFunction<T, String> path;
  private final TuskIO.Content<T> content;

  /** What was given so far; null where nothing was. */
  record Settings(String store, String branch, String message, TuskIO.Before before)
      implements Serializable {
    static final Settings NONE = new Settings(null, null, "", TuskIO.Before.KEEP);

    private static final long serialVersionUID = 1L;
  }

  WriteCommit(Settings settings, SerializableFunction<T, String> path, TuskIO.Content<T> content) {
    this.settings = settings;
    this.path = path;
    this.content = content;
  }

  private WriteCommit<T> with(Settings changed) {
    return new WriteCommit<>(changed, path, content);
  }

  /**
   * Where the store is: a directory, or {@code s3://BUCKET/PREFIX}.
   *
   * @throws TuskException USAGE
   */
  public WriteCommit<T> withStore(String store) {
    return with(
        new Settings(
            TuskIO.location(store), settings.branch(), settings.message(), settings.before()));
  }

  /**
   * Where the commit comes: {@code REPO@BRANCH}, or {@code PROJECT/REPO@BRANCH}. The repository has
   * to be there, the branch is made where it is not.
   *
   * @throws TuskException USAGE
   */
  public WriteCommit<T> withBranch(String branch) {
    requireBranch(branch);
    return with(new Settings(settings.store(), branch, settings.message(), settings.before()));
  }

  /** What the commit is, for people; by default nothing. */
  public WriteCommit<T> withMessage(String message) {
    return with(new Settings(settings.store(), settings.branch(), message, settings.before()));
  }

  /** What becomes of the files that the branch has; by default they stay. */
  public WriteCommit<T> withFilesBefore(TuskIO.Before before) {
    return with(new Settings(settings.store(), settings.branch(), settings.message(), before));
  }

  private static BranchName requireBranch(String text) {
    CommitRef ref = TuskIO.commit(text);
    if (ref.id().isPresent() || !ref.ancestry().equals(CommitRef.SELF)) {
      throw new TuskException(
          ErrorCode.USAGE, "\"" + text + "\" is no branch to write to; give REPO@BRANCH");
    }
    return ref.branch().orElseThrow();
  }

  /**
   * @throws TuskException USAGE without a store and a branch, and for an unbounded input; NOT_FOUND
   *     for a missing repository; CONFLICT for a branch that a pipeline writes
   */
  @Override
  public PCollection<String> expand(PCollection<T> input) {
    if (input.isBounded() == IsBounded.UNBOUNDED) {
      throw new TuskException(
          ErrorCode.USAGE,
          "a write needs a bounded input, as its commit is made when all has come; write what"
              + " never ends to files, and put these");
    }
    WriteConfig config = config(input.getPipeline().getOptions());
    PCollection<Long> begun =
        input
            .getPipeline()
            .apply("Write", Create.of(config.id()).withCoder(StringUtf8Coder.of()))
            .apply("Begin write", ParDo.of(new BeginWrite(config)))
            .setCoder(VarLongCoder.of());
    PCollectionView<Long> base = begun.apply("Base", View.asSingleton());
    PCollectionView<Iterable<StoredSet>> stored =
        input
            .apply("All at once", allAtOnce())
            .apply(
                "Store files",
                ParDo.of(new StoreFiles<>(config, path, content, base)).withSideInputs(base))
            .setCoder(StoredSetCoder.of())
            .apply("Stored", View.asIterable());
    return begun
        .apply("Commit", ParDo.of(new CommitFiles(config, stored)).withSideInputs(stored))
        .setCoder(StringUtf8Coder.of());
  }

  /** Whatever the input's windows and triggers are: the commit waits for the last of it. */
  private static <T> Window<T> allAtOnce() {
    return Window.<T>into(new GlobalWindows())
        .triggering(DefaultTrigger.of())
        .withAllowedLateness(Duration.ZERO)
        .discardingFiredPanes();
  }

  private WriteConfig config(PipelineOptions options) {
    String store = TuskIO.required(Optional.ofNullable(settings.store()), "a write", "withStore");
    BranchName branch =
        requireBranch(
            TuskIO.required(Optional.ofNullable(settings.branch()), "a write", "withBranch"));
    try (TuskStore opened = OpenStores.find(store, options)) {
      Snapshot now = opened.snapshot();
      Catalog catalog = now.catalog();
      catalog.requireRepo(branch.repo());
      catalog.branch(branch).ifPresent(BranchChanges::requireUserBranch);
      return new WriteConfig(
          new StoreKey(store, opened.id()),
          branch.repo().project().value(),
          branch.repo().name(),
          branch.name(),
          settings.message(),
          settings.before(),
          now.record().number(),
          Host.system().randomId());
    }
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .addIfNotNull(DisplayData.item("store", settings.store()).withLabel("Store"))
        .addIfNotNull(DisplayData.item("branch", settings.branch()).withLabel("Branch"))
        .add(
            DisplayData.item("filesBefore", settings.before().toString())
                .withLabel("Files that the branch has"));
  }
}
