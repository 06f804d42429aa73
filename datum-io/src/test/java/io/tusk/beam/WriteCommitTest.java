/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.Failures;
import io.tusk.files.FileSet;
import io.tusk.objects.LocalObjectStore;
import io.tusk.repo.SharedPin;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriteCommitTest {
  /** Reads of an element's content fail so often; the functions of pipelines are copies. */
  private static final AtomicInteger FAULTS = new AtomicInteger();

  @TempDir Path directory;
  private ConnectorFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ConnectorFixture(new LocalObjectStore(directory));
  }

  @AfterEach
  void sound() {
    fixture.close();
  }

  private static PCollection<KV<String, byte[]>> elements(
      Pipeline pipeline, Map<String, String> files) {
    List<KV<String, byte[]>> all = new ArrayList<>();
    files.forEach((path, text) -> all.add(KV.of(path, text.getBytes(UTF_8))));
    return elements(pipeline, all);
  }

  private static PCollection<KV<String, byte[]>> elements(
      Pipeline pipeline, List<KV<String, byte[]>> all) {
    return pipeline.apply(
        "Elements",
        Create.of(all).withCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of())));
  }

  private WriteCommit<KV<String, byte[]>> write() {
    return TuskIO.write().withStore(directory.toString()).withBranch("out@master");
  }

  private String newest() {
    return "out@" + fixture.store.snapshot().catalog().commits().next().id();
  }

  private List<String> run(Map<String, String> files, WriteCommit<KV<String, byte[]>> write) {
    return Runs.of(pipeline -> elements(pipeline, files).apply("Write files", write));
  }

  @Test
  void oneCommitWithAllFiles() {
    List<String> made =
        run(Map.of("/a", "one", "d/b", "two", "/empty", ""), write().withMessage("from Beam"));
    assertThat(made).containsExactly(newest());
    assertThat(fixture.contents("out@master"))
        .isEqualTo(Map.of("/a", "one", "/d/b", "two", "/empty", ""));
    assertThat(fixture.store.snapshot().catalog().commits().next().description())
        .isEqualTo("from Beam");
    assertThat(fixture.store.snapshot().record().operation().toString())
        .matches("write out@master [0-9a-f]{32}");
  }

  @Test
  void filesBeforeStayUnlessTheyAreToGo() {
    fixture.put("out", Map.of("/old", "old", "/both", "old"));
    run(Map.of("/both", "new"), write());
    assertThat(fixture.contents("out@master")).isEqualTo(Map.of("/old", "old", "/both", "new"));
    run(Map.of("/only", "new"), write().withFilesBefore(TuskIO.Before.REPLACE));
    assertThat(fixture.contents("out@master")).isEqualTo(Map.of("/only", "new"));
  }

  @Test
  void theSameElementsGiveTheSameRootInWhateverOrder() {
    List<KV<String, byte[]>> all = new ArrayList<>();
    IntStream.range(0, 2_000)
        .forEach(i -> all.add(KV.of("/" + i % 7 + "/" + i, ("content " + i).getBytes(UTF_8))));
    List<FileSet> roots = new ArrayList<>();
    for (long seed = 1; seed <= 3; seed++) {
      Collections.shuffle(all, new Random(seed));
      Runs.of(
          pipeline ->
              elements(pipeline, all)
                  .apply("Write files", write().withFilesBefore(TuskIO.Before.REPLACE)));
      roots.add(fixture.files("out@master"));
    }
    assertThat(roots).extracting(FileSet::hash).containsOnly(roots.get(0).hash());
    assertThat(roots.get(0).files()).isEqualTo(2_000);
  }

  @Test
  void stepsThatAreRunAgainMakeNoSecondCommit() {
    Pipeline pipeline = Runs.pipeline();
    Runs.Collect<String> collect = new Runs.Collect<>();
    elements(pipeline, Map.of("/a", "one", "/b", "two"))
        .apply("Write files", write())
        .apply("Collect", ParDo.of(collect));
    pipeline.run().waitUntilFinish();
    String first = newest();
    fixture.put("out", Map.of("/c", "of another"));
    long records = fixture.records();
    pipeline.run().waitUntilFinish();
    assertThat(collect.taken()).containsExactly(first, first);
    assertThat(fixture.records()).isEqualTo(records);
    assertThat(fixture.contents("out@master"))
        .isEqualTo(Map.of("/a", "one", "/b", "two", "/c", "of another"));
  }

  @Test
  void aBundleThatFailsLeavesNothingAndIsRunAgain() {
    FAULTS.set(1);
    // That check walks through the pipeline in threads that outlive the failed run, and the walk
    // marks what the next run is adding to the graph.
    Pipeline pipeline = Runs.pipeline("--enforceImmutability=false");
    elements(pipeline, Map.of("/a", "one", "/b", "two"))
        .apply(
            "Write files",
            TuskIO.<KV<String, byte[]>>write(
                    KV::getKey,
                    (element, options) -> {
                      if (element.getKey().equals("/b") && FAULTS.getAndDecrement() > 0) {
                        throw new IllegalStateException("told to fail");
                      }
                      return new ByteArrayInputStream(element.getValue());
                    })
                .withStore(directory.toString())
                .withBranch("out@master"));
    long records = fixture.records();
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish()).hasMessageContaining("told to fail");
    assertThat(fixture.records()).isEqualTo(records);
    pipeline.run().waitUntilFinish();
    assertThat(fixture.contents("out@master")).isEqualTo(Map.of("/a", "one", "/b", "two"));
  }

  @Test
  void aPathThatComesTwiceIsNamedAndNothingIsCommitted() {
    List<KV<String, byte[]>> all = new ArrayList<>();
    IntStream.range(0, 200).forEach(i -> all.add(KV.of("/" + i, new byte[] {1})));
    all.add(KV.of("17", new byte[] {2}));
    long records = fixture.records();
    assertThatThrownBy(
            () -> Runs.of(pipeline -> elements(pipeline, all).apply("Write files", write())))
        .hasMessageContaining(
            "two elements of the write have the path /17; give each element a path of its own, or"
                + " combine them before");
    assertThat(fixture.records()).isEqualTo(records);
    fixture.store.objects().list("pins/", "", 10).forEach(fixture.store.objects()::delete);
  }

  @Test
  void withoutElementsTheCommitIsMadeToo() {
    fixture.put("out", Map.of("/old", "old"));
    assertThat(run(Map.of(), write())).containsExactly(newest());
    assertThat(fixture.contents("out@master")).isEqualTo(Map.of("/old", "old"));
    run(Map.of(), write().withFilesBefore(TuskIO.Before.REPLACE));
    assertThat(fixture.contents("out@master")).isEmpty();
  }

  @Test
  void windowsAndTriggersOfTheInputMakeNoDifference() {
    Map<String, String> files = new TreeMap<>();
    IntStream.range(0, 50).forEach(i -> files.put("/" + i, "content " + i));
    List<String> made =
        Runs.of(
            pipeline ->
                elements(pipeline, files)
                    .apply(
                        "Early",
                        Window.<KV<String, byte[]>>into(FixedWindows.of(Duration.millis(1)))
                            .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                            .withAllowedLateness(Duration.ZERO)
                            .discardingFiredPanes())
                    .apply("Write files", write()));
    assertThat(made).containsExactly(newest());
    assertThat(fixture.contents("out@master")).isEqualTo(files);
  }

  @Test
  void filesGoFromOneCommitToAnotherWithoutBeingHeld() {
    fixture.put("in", Map.of("/x/a.txt", "one", "/x/b.txt", "two"));
    Runs.of(
        pipeline ->
            pipeline
                .apply(
                    "Read", TuskIO.read().withStore(directory.toString()).withCommit("in@master"))
                .apply(
                    "Write files",
                    TuskIO.<TuskFile>write(
                            file -> "/copy" + file.path(), (file, options) -> file.open(options))
                        .withStore(directory.toString())
                        .withBranch("out@master")));
    assertThat(fixture.contents("out@master"))
        .isEqualTo(Map.of("/copy/x/a.txt", "one", "/copy/x/b.txt", "two"));
  }

  @Test
  void aWriteWhosePinIsGoneIsRefused() {
    WriteConfig config =
        new WriteConfig(
            new StoreKey(directory.toString(), fixture.store.id()),
            "default",
            "out",
            "master",
            "",
            TuskIO.Before.KEEP,
            0,
            "0".repeat(32));
    SharedPin pin = new SharedPin(fixture.store, config.id());
    long base = pin.set();
    fixture.put("in", Map.of("/a", "one"));
    assertThat(pin.set()).isEqualTo(base);
    assertThat(pin.base()).contains(base);
    pin.remove();
    assertThat(pin.base()).isEmpty();
    assertThatThrownBy(
            () ->
                Runs.of(
                    pipeline -> {
                      PCollection<Long> begun = pipeline.apply("Base", Create.of(base));
                      PCollectionView<Iterable<StoredSet>> stored =
                          pipeline
                              .apply("None", Create.empty(StoredSetCoder.of()))
                              .apply(View.asIterable());
                      return begun.apply(
                          "Commit",
                          ParDo.of(new CommitFiles(config, stored)).withSideInputs(stored));
                    }))
        .hasMessageContaining(
            "the write to out@master has no pin any more: it took so long that store "
                + directory
                + " has collected what it uploaded, or an earlier try has added its files to the"
                + " open commit of the branch; look there before you run it again");
  }

  @Test
  void wrongArgumentsAreRefusedWhenTheyAreGivenOrApplied() {
    assertUsage(
        () -> write().withBranch("out@" + "0".repeat(32)),
        "\"out@" + "0".repeat(32) + "\" is no branch to write to; give REPO@BRANCH");
    assertUsage(
        () -> write().withBranch("out@master^"),
        "\"out@master^\" is no branch to write to; give REPO@BRANCH");
    Pipeline pipeline = Runs.pipeline();
    PCollection<KV<String, byte[]>> none = elements(pipeline, Map.of());
    assertUsage(
        () -> none.apply("A", TuskIO.write().withBranch("out@master")),
        "a write lacks withStore; add it to the transform");
    assertUsage(
        () -> none.apply("B", TuskIO.write().withStore(directory.toString())),
        "a write lacks withBranch; add it to the transform");
    assertThatThrownBy(() -> none.apply("C", write().withBranch("absent@master")))
        .hasMessageStartingWith("repo absent does not exist");
    assertUsage(
        () ->
            pipeline
                .apply("Endless", GenerateSequence.from(0))
                .apply(
                    "D",
                    TuskIO.<Long>write(
                            number -> "/" + number,
                            (number, options) -> new ByteArrayInputStream(new byte[0]))
                        .withStore(directory.toString())
                        .withBranch("out@master")),
        "a write needs a bounded input, as its commit is made when all has come; write what never"
            + " ends to files, and put these");
  }

  private static void assertUsage(ThrowingCallable call, String message) {
    Failures.assertFails(ErrorCode.USAGE, message, call);
  }

  @Test
  void displayDataSaysWhereItGoes() {
    Map<String, Object> shown = new TreeMap<>();
    DisplayData.from(write()).items().forEach(item -> shown.put(item.getKey(), item.getValue()));
    assertThat(shown)
        .isEqualTo(
            Map.of("store", directory.toString(), "branch", "out@master", "filesBefore", "KEEP"));
  }
}
