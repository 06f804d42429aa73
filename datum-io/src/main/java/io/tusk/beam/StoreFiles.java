/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.name.FilePath;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.TuskStore;
import java.io.InputStream;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Stores the files of a bundle, and emits the set of them when the bundle is complete. Of a bundle
 * that is run again the first run leaves pieces that nothing refers to.
 */
final class StoreFiles<T> extends DoFn<T, StoredSet> {
  private static final long serialVersionUID = 1L;

  private final WriteConfig config;
  private final SerializableFunction<T, String> path;
  private final TuskIO.Content<T> content;
  private final PCollectionView<Long> base;
  private final Counter files = Metrics.counter("tusk", "files_written");
  private final Counter bytes = Metrics.counter("tusk", "bytes_written");
  private transient FileSets sets;
  private transient PackWriter out;
  private transient FileSetEditor editor;

  StoreFiles(
      WriteConfig config,
      SerializableFunction<T, String> path,
      TuskIO.Content<T> content,
      PCollectionView<Long> base) {
    this.config = config;
    this.path = path;
    this.content = content;
    this.base = base;
  }

  @StartBundle
  public void start() {
    end();
  }

  @ProcessElement
  public void process(ProcessContext context) throws Exception {
    PipelineOptions options = context.getPipelineOptions();
    if (out == null) {
      begin(OpenStores.open(config.store(), options), context.sideInput(base));
    }
    FilePath to = FilePath.parse(path.apply(context.element()));
    if (editor.find(to).isPresent()) {
      throw twice(to);
    }
    try (InputStream in = content.open(context.element(), options)) {
      FileEntry file = sets.write(in, out);
      editor.put(to, file);
      files.inc();
      bytes.inc(file.size());
    }
  }

  private void begin(TuskStore store, long record) {
    if (sets == null) {
      // What the pinned record lists is kept, and need not be stored again.
      sets = store.snapshot(record).map(store::files).orElseGet(store::files);
    }
    out = store.newPackWriter();
    editor = sets.edit(FileSet.EMPTY, out);
  }

  static TuskException twice(FilePath path) {
    return new TuskException(
        ErrorCode.USAGE,
        "two elements of the write have the path "
            + path
            + "; give each element a path of its own, or combine them before");
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    if (out == null) {
      return;
    }
    FileSet set = editor.finish();
    out.flush();
    end();
    context.output(StoredSet.of(set), GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
  }

  @Teardown
  public void end() {
    if (out != null) {
      out.close();
      out = null;
      editor = null;
    }
  }
}
