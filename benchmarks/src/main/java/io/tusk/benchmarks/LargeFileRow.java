/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.host.FileTree;
import io.tusk.log.Operation;
import io.tusk.name.FilePath;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.repo.FileWrite;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One large file in, against borg; and again with one byte inserted. */
final class LargeFileRow implements BenchmarkRow {
  private static final long BYTES = 1L << 30;
  private static final FilePath PATH = FilePath.parse("/large");

  @Override
  public int number() {
    return 8;
  }

  @Override
  public String metric() {
    return "1 GiB in, and again with one byte inserted (row 9)";
  }

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    long length = BYTES / context.divisor();
    Path file = context.fresh("large");
    context.say("putting a file of " + length + " bytes");
    Contents.writeLarge(file, length);
    Tool tusk = Tool.launcher(context.scratch());
    Samples ours =
        Samples.take(
            context.warmUps(1),
            context.runs(),
            () -> {
              Path directory = context.fresh("large-tusk");
              try (BenchStore store = BenchStore.in(directory)) {
                store.createRepo("in");
              }
              return tusk.run("put", "file", "in@master:" + PATH, "-f", file, "--store", directory)
                  .seconds();
            });
    Figure insertion = insertion(context, file, length);
    String name = Figure.bytes((double) length) + " in, process, times as fast";
    Optional<Tool> borg = Tool.find("borg", context.scratch());
    Figure against =
        borg.isEmpty()
            ? Figure.withoutAnchor(name, ours.secondsText(), "borg", Target.atLeast(2.5))
            : against(name, ours, borg(context, borg.get(), file));
    Files.delete(file);
    return List.of(against, insertion);
  }

  private static Figure against(String name, Samples ours, Samples borg) {
    return Figure.of(
        name,
        ours.secondsText(),
        "borg create " + borg.secondsText(),
        borg.median() / ours.median(),
        Target.atLeast(2.5));
  }

  private static Samples borg(Context context, Tool tool, Path file)
      throws IOException, InterruptedException {
    context.say("borg create of it");
    Tool borg = tool.with("BORG_BASE_DIR", context.freshDirectory("borg-base").toString());
    Samples samples =
        Samples.take(
            0,
            context.runs(),
            () -> {
              Path repository = context.fresh("large-borg");
              borg.run("init", "--encryption=none", repository);
              return borg.run("create", repository + "::first", file).seconds();
            });
    FileTree.delete(context.scratch().resolve("large-borg"));
    return samples;
  }

  /** New bytes of content and metadata when a byte is inserted in the middle. */
  private static Figure insertion(Context context, Path file, long length) throws IOException {
    CountingObjectStore objects =
        new CountingObjectStore(new LocalObjectStore(context.fresh("large-tusk")));
    List<Double> added = new ArrayList<>();
    try (BenchStore store = new BenchStore(objects)) {
      store.createRepo("in");
      put(store, Files.newInputStream(file));
      for (long place = 1; place <= 5; place++) {
        ObjectStoreCounts before = objects.counts();
        put(store, inserted(file, length * place / 6));
        added.add((double) objects.counts().minus(before).bytesWritten());
      }
    }
    FileTree.delete(context.scratch().resolve("large-tusk"));
    double median = new Samples(added).median();
    return Figure.of(
        "(row 9) one byte inserted: new bytes, KiB",
        Figure.bytes(median)
            + " ("
            + Figure.bytes(Collections.min(added))
            + " to "
            + Figure.bytes(Collections.max(added))
            + ")",
        "",
        median / 1024,
        Target.atMost(256));
  }

  private static InputStream inserted(Path file, long offset) throws IOException {
    InputStream tail = Files.newInputStream(file);
    tail.skipNBytes(offset);
    InputStream head = new Head(Files.newInputStream(file), offset);
    return new SequenceInputStream(
        Collections.enumeration(List.of(head, new ByteArrayInputStream(new byte[] {42}), tail)));
  }

  /** The first bytes of a stream. */
  private static final class Head extends FilterInputStream {
    private long left;

    Head(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      if (left == 0) {
        return -1;
      }
      left--;
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = super.read(bytes, offset, (int) Math.min(left, length));
      left -= Math.max(0, count);
      return count;
    }
  }

  private static void put(BenchStore store, InputStream content) throws IOException {
    try (content;
        FileWrite write = FileWrite.over(store.store, BenchStore.master("in"))) {
      write.put(PATH, content);
      write.commit(BenchStore.master("in"), new Operation("put file", "in"), "");
    }
  }
}
