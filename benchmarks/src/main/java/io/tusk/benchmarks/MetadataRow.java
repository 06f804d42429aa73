/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStoreCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a commit of one file writes beside the file's bytes. */
final class MetadataRow implements BenchmarkRow {
  private static final int SMALL = 10_000;
  private static final int LARGE = 1_000_000;
  private static final int FILE_BYTES = 1_024;
  private static final int COMMITS = 20;

  @Override
  public int number() {
    return 5;
  }

  @Override
  public String metric() {
    return "metadata written by a one-file commit among N files";
  }

  private record Written(int size, Samples bytes, Samples objects) {}

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    Written small = measure(context, context.scaled(SMALL));
    Written large = measure(context, context.scaled(LARGE));
    String name = "one-file commit, N = " + Figure.count(large.size());
    return List.of(
        Figure.of(
            name + ": metadata, KiB",
            Figure.bytes(large.bytes().median()),
            "",
            large.bytes().median() / 1024,
            Target.atMost(128)),
        Figure.of(
            name + ": objects",
            Figure.number(large.objects().median()),
            "",
            large.objects().median(),
            Target.atMost(6)),
        Figure.of(
            name + ": metadata",
            Figure.bytes(large.bytes().median()),
            "N = " + Figure.count(small.size()) + ": " + Figure.bytes(small.bytes().median()),
            large.bytes().median() / small.bytes().median(),
            Target.atMost(1.5)));
  }

  private static Written measure(Context context, int count) throws IOException {
    context.say("one-file commits among " + count + " files");
    CountingObjectStore objects = new CountingObjectStore(new MemoryObjectStore());
    List<Double> bytes = new ArrayList<>();
    List<Double> writes = new ArrayList<>();
    try (BenchStore store = new BenchStore(objects)) {
      store.fill("in", count, i -> Contents.text(i, 0));
      for (int version = 1; version <= COMMITS; version++) {
        int index = (int) (version * 7_919L % count);
        ObjectStoreCounts before = objects.counts();
        store.change("in", index, Contents.random(index, version, FILE_BYTES));
        ObjectStoreCounts written = objects.counts().minus(before);
        bytes.add((double) written.bytesWritten() - FILE_BYTES);
        writes.add((double) written.puts() + written.creates());
      }
    }
    return new Written(count, new Samples(bytes), new Samples(writes));
  }
}
