/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.Failures;
import io.tusk.files.PathRange;
import io.tusk.objects.LocalObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.CoderUtils;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadCommitTest {
  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();

  @TempDir Path directory;
  private ConnectorFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ConnectorFixture(new LocalObjectStore(directory));
    fixture.put("in", Map.of("/a.txt", "one", "/d/b.txt", "two", "/d/e/c.csv", "", "/z", "last"));
  }

  @AfterEach
  void sound() {
    fixture.close();
  }

  private ReadCommit<TuskFile> read() {
    return TuskIO.read().withStore(directory.toString()).withCommit("in@master");
  }

  private static final class Content extends DoFn<TuskFile, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element TuskFile file, PipelineOptions options, OutputReceiver<String> out) {
      out.output(file.path() + " " + file.size() + " " + ConnectorFixture.text(file.open(options)));
    }
  }

  private static List<String> contents(ReadCommit<TuskFile> read) {
    return Runs.of(
        pipeline -> pipeline.apply("Read", read).apply("Content", ParDo.of(new Content())));
  }

  @Test
  void theFilesThatMatchWithTheirContents() {
    assertThat(contents(read()))
        .containsExactlyInAnyOrder("/a.txt 3 one", "/d/b.txt 3 two", "/d/e/c.csv 0 ", "/z 4 last");
    assertThat(contents(read().withGlob("/**.txt")))
        .containsExactlyInAnyOrder("/a.txt 3 one", "/d/b.txt 3 two");
    assertThat(contents(read().withGlob("/*")))
        .containsExactlyInAnyOrder("/a.txt 3 one", "/z 4 last");
    assertThat(contents(read().withGlob("/none*"))).isEmpty();
  }

  @Test
  void theDatumsOfAGlob() {
    List<TuskDatum> datums =
        Runs.of(
            pipeline ->
                pipeline.apply(
                    "Read",
                    TuskIO.readDatums()
                        .withStore(directory.toString())
                        .withCommit("in@master")
                        .withGlob("/*")));
    Map<String, List<String>> found = new TreeMap<>();
    for (TuskDatum datum : datums) {
      List<String> files = new ArrayList<>();
      datum.files(OPTIONS).forEachRemaining(file -> files.add(file.path()));
      found.put(datum.path(), files);
      assertThat(datum.toString()).isEqualTo(datum.commit() + ":" + datum.path());
    }
    assertThat(found)
        .isEqualTo(
            Map.of(
                "/a.txt", List.of("/a.txt"),
                "/d/", List.of("/d/b.txt", "/d/e/c.csv"),
                "/z", List.of("/z")));
  }

  @Test
  void theCommitIsTheOneThatTheBranchShowedWhenThePipelineWasBuilt() {
    Pipeline pipeline = Runs.pipeline();
    Runs.Collect<TuskFile> collect = new Runs.Collect<>();
    pipeline.apply("Read", read().withGlob("/z")).apply("Collect", ParDo.of(collect));
    String commit = "in@" + fixture.store.snapshot().catalog().commits().next().id();
    fixture.put("in", Map.of("/z", "newer"));
    pipeline.run().waitUntilFinish();
    List<TuskFile> taken = collect.taken();
    assertThat(taken).extracting(TuskFile::toString).containsExactly(commit + ":/z");
    assertThat(ConnectorFixture.text(taken.get(0).open(OPTIONS))).isEqualTo("last");
    assertThat(contents(read().withCommit("in@master^").withGlob("/z")))
        .containsExactly("/z 4 last");
    assertThat(contents(read().withCommit(commit).withGlob("/z"))).containsExactly("/z 4 last");
  }

  @Test
  void whatIsReadIsSplit() throws Exception {
    Map<String, String> many = new TreeMap<>();
    for (int i = 0; i < 500; i++) {
      many.put("/many/" + i / 100 + "/" + i, "content " + i);
    }
    fixture.put("in", many);
    Selected selected =
        new Selected(
            new StoreKey(directory.toString(), fixture.store.id()),
            "in@x",
            StoredSet.of(fixture.files("in@master")),
            "/many/**");
    CommitSource<TuskFile> source = new CommitSource.OfFiles(selected, PathRange.ALL);
    List<CommitSource<TuskFile>> parts =
        source.split(source.getEstimatedSizeBytes(OPTIONS) / 8, OPTIONS);
    assertThat(parts).hasSizeBetween(8, 12);
    List<String> all = new ArrayList<>();
    for (CommitSource<TuskFile> part : parts) {
      List<String> here = paths(part);
      assertThat(here).hasSizeBetween(1, 100);
      all.addAll(here);
      assertThat(part.split(1, OPTIONS)).containsExactly(part);
    }
    assertThat(all).isEqualTo(paths(source)).hasSize(500);
  }

  private static List<String> paths(CommitSource<TuskFile> source) throws Exception {
    List<String> paths = new ArrayList<>();
    try (BoundedSource.BoundedReader<TuskFile> reader = source.createReader(OPTIONS)) {
      for (boolean more = reader.start(); more; more = reader.advance()) {
        paths.add(reader.getCurrent().path());
      }
    }
    return paths;
  }

  @Test
  void elementsSurviveTheirCoders() throws Exception {
    for (TuskFile file : Runs.of(pipeline -> pipeline.apply("Read", read()))) {
      byte[] bytes = CoderUtils.encodeToByteArray(TuskFile.FileCoder.of(), file);
      TuskFile again = CoderUtils.decodeFromByteArray(TuskFile.FileCoder.of(), bytes);
      assertThat(again).isEqualTo(file).hasSameHashCodeAs(file);
      assertThat(again.hash()).isEqualTo(file.hash());
      assertThat(again.size()).isEqualTo(file.size());
      assertThat(CoderUtils.encodeToByteArray(TuskFile.FileCoder.of(), again)).isEqualTo(bytes);
    }
    TuskFile.FileCoder.of().verifyDeterministic();
    TuskDatum.DatumCoder.of().verifyDeterministic();
  }

  @Test
  void wrongArgumentsAreRefusedWhenTheyAreGivenOrApplied() {
    assertUsage(
        () -> TuskIO.read().withCommit("in"),
        "commit \"in\" is not of the form REPO@BRANCH or REPO@COMMIT; \"in@master\" is its branch master");
    assertUsage(
        () -> TuskIO.read().withStore("gs://b/x"),
        "store \"gs://b/x\" begins with gs://, which no store does; name a directory or"
            + " s3://BUCKET/PREFIX");
    assertThatThrownBy(() -> TuskIO.read().withGlob("/{a")).hasMessageContaining("/{a");
    Pipeline pipeline = Runs.pipeline();
    assertUsage(
        () -> pipeline.apply("A", TuskIO.read().withCommit("in@master")),
        "a read lacks withStore; add it to the transform");
    assertUsage(
        () -> pipeline.apply("B", TuskIO.read().withStore(directory.toString())),
        "a read lacks withCommit; add it to the transform");
    assertThatThrownBy(() -> pipeline.apply("C", read().withCommit("in@other")))
        .hasMessageStartingWith("branch in@other does not exist");
    assertThatThrownBy(
            () -> pipeline.apply("D", read().withStore(directory.resolve("none").toString())))
        .hasMessageStartingWith("there is no store at " + directory.resolve("none"));
  }

  private static void assertUsage(ThrowingCallable call, String message) {
    Failures.assertFails(ErrorCode.USAGE, message, call);
  }

  @Test
  void displayDataSaysWhatIsRead() {
    Map<String, Object> shown = new TreeMap<>();
    DisplayData.from(read().withGlob("/d/*"))
        .items()
        .forEach(item -> shown.put(item.getKey(), item.getValue()));
    assertThat(shown)
        .isEqualTo(Map.of("store", directory.toString(), "commit", "in@master", "glob", "/d/*"));
  }
}
