/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.engine.egress.OutputEgress;
import io.tusk.engine.url.UrlFiles;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.s3.S3Proxy;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

final class EgressTest {
  private final S3Proxy proxy = S3Proxy.shared();
  private final String bucket = proxy.newBucket();
  private final S3Client client = proxy.client();
  private EngineFixture engine;

  @BeforeEach
  void start() {
    engine = new EngineFixture();
    engine.createRepo("in");
    engine.put("in", Map.of("/a", Optional.of("one"), "/d/b", Optional.of("two")));
  }

  @AfterEach
  void soundToTheEnd() {
    client.close();
    engine.close();
  }

  private static String spec(String url) {
    String plain = EngineFixture.javaSpec("p", "in", "/*", UpperCase.class);
    return plain.substring(0, plain.length() - 1) + ",\"egress\":{\"URL\":\"" + url + "\"}}";
  }

  private String url(String path) {
    return "s3://" + bucket + path;
  }

  private List<String> options() {
    return List.of(
        "--runner=DirectRunner",
        "--awsRegion=us-east-1",
        "--endpoint=" + proxy.endpoint(),
        "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\""
            + S3Proxy.ACCESS_KEY
            + "\",\"secretAccessKey\":\""
            + S3Proxy.SECRET_KEY
            + "\"}");
  }

  private RunReport run() {
    return engine.run(new EngineOptions(options(), 2, "none", Duration.ofSeconds(60)));
  }

  private Job runOne() {
    List<Job> ended = run().ended();
    assertThat(ended).hasSize(1);
    return ended.get(0);
  }

  private Job runWell() {
    Job job = runOne();
    assertThat(job.reason()).isEmpty();
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    return job;
  }

  private Map<String, String> objects() {
    Map<String, String> found = new TreeMap<>();
    client
        .listObjectsV2Paginator(r -> r.bucket(bucket))
        .contents()
        .forEach(
            object ->
                found.put(
                    object.key(),
                    client
                        .getObjectAsBytes(r -> r.bucket(bucket).key(object.key()))
                        .asUtf8String()));
    return found;
  }

  private void lose(String key) {
    client.deleteObject(r -> r.bucket(bucket).key(key));
  }

  @Test
  void theOutputIsCopiedBeforeTheJobEnds() {
    engine.createPipeline(spec(url("/to/here")));
    runWell();
    assertThat(objects()).isEqualTo(Map.of("to/here/a", "ONE", "to/here/d/b", "TWO"));
    List<String> states = new ArrayList<>();
    for (long number = 0; engine.store.snapshot(number).isPresent(); number++) {
      Snapshot then = engine.store.snapshot(number).get();
      new JobCatalog(then.catalog()).jobs().forEachRemaining(job -> states.add(job.state().name()));
    }
    assertThat(states).containsExactly("CREATED", "RUNNING", "EGRESSING", "SUCCESS");
  }

  @Test
  void onlyWhatDiffersIsCopiedAndNothingIsDeleted() {
    engine.createPipeline(spec(url("")));
    runWell();
    lose("d/b");
    engine.put("in", Map.of("/a", Optional.of("changed"), "/c", Optional.of("new")));
    runWell();
    assertThat(objects()).isEqualTo(Map.of("a", "CHANGED", "c", "NEW"));
    engine.put("in", Map.of("/a", Optional.empty()));
    runWell();
    assertThat(objects()).isEqualTo(Map.of("a", "CHANGED", "c", "NEW"));
    engine.put("in", "/a", "again");
    runWell();
    assertThat(objects()).isEqualTo(Map.of("a", "AGAIN", "c", "NEW"));
  }

  @Test
  void anotherTargetAndAReprocessingGetTheWhole() {
    engine.createPipeline(spec(url("/first/")));
    runWell();
    engine.updatePipeline(spec(url("/second")), Processed.KEEP);
    RunReport report = run();
    assertThat(report.runnersStarted()).isZero();
    assertThat(objects().keySet())
        .containsExactly("first/a", "first/d/b", "second/a", "second/d/b");
    lose("second/a");
    engine.updatePipeline(spec(url("/second")), Processed.KEEP);
    runWell();
    assertThat(objects().keySet()).containsExactly("first/a", "first/d/b", "second/d/b");
    engine.updatePipeline(spec(url("/second")), Processed.REPROCESS);
    runWell();
    assertThat(objects().keySet())
        .containsExactly("first/a", "first/d/b", "second/a", "second/d/b");
  }

  @Test
  void whatCannotBeCopiedFailsTheJobAndIsCopiedWholeLater() {
    engine.createPipeline(spec(url("")));
    runWell();
    lose("a");
    lose("d/b");
    client.deleteBucket(r -> r.bucket(bucket));
    engine.put("in", "/a", "newer");
    Job failed = runOne();
    assertThat(failed.state()).isEqualTo(JobState.FAILURE);
    assertThat(failed.reason())
        .isEqualTo(
            "egress to s3://"
                + bucket
                + "/ failed: s3://"
                + bucket
                + "/a cannot be written: there is no bucket \""
                + bucket
                + "\"; make it, or check its name, --awsRegion and --endpoint");
    assertThat(failed.counts().processed()).isEqualTo(1);
    assertThat(engine.contents("p@master")).isEqualTo(Map.of("/a", "ONE", "/d/b", "TWO"));
    client.createBucket(r -> r.bucket(bucket));
    engine.updatePipeline(spec(url("")), Processed.KEEP);
    assertThat(runWell().counts().processed()).isZero();
    assertThat(objects()).isEqualTo(Map.of("a", "NEWER", "d/b", "TWO"));
    assertThat(engine.contents("p@master")).isEqualTo(Map.of("/a", "NEWER", "/d/b", "TWO"));
  }

  @Test
  void whatFailsWithoutADatumToRunFailsTheJobToo() {
    engine.createPipeline(spec(url("")));
    runWell();
    engine.updatePipeline(spec("s3://" + bucket + "-none/x"), Processed.KEEP);
    Job failed = runOne();
    assertThat(failed.state()).isEqualTo(JobState.FAILURE);
    assertThat(failed.reason()).contains("there is no bucket \"" + bucket + "-none\"");
    assertThat(failed.counts().skipped()).isEqualTo(2);
  }

  /** Fails deletions below {@code egress/} as often as it is told. */
  private static final class Failing extends ForwardingObjectStore {
    private final AtomicInteger failures = new AtomicInteger();

    Failing() {
      super(new MemoryObjectStore());
    }

    @Override
    public void delete(String key) {
      if (key.startsWith("egress/") && failures.getAndDecrement() > 0) {
        throw new TuskException(ErrorCode.STORAGE, "the store is away");
      }
      super.delete(key);
    }
  }

  @Test
  void aStoreThatFailsMeanwhileFailsNoJob() {
    engine.close();
    Failing store = new Failing();
    engine = new EngineFixture(store);
    engine.createRepo("in");
    engine.put("in", "/a", "one");
    engine.createPipeline(spec(url("")));
    store.failures.set(1);
    assertThatThrownBy(this::run).hasMessage("the store is away");
    assertThat(objects()).isEmpty();
    store.failures.set(0);
    assertThat(runWell().counts().processed()).isEqualTo(1);
    assertThat(objects()).isEqualTo(Map.of("a", "ONE"));
  }

  @Test
  void aJobThatHasEndedCopiesNothingMore() {
    engine.createPipeline(spec(url("")));
    Job job = runWell();
    lose("a");
    PipelineVersion version =
        new PipelineCatalog(engine.store.snapshot().catalog())
            .requireVersion(job.id().pipeline(), 1);
    OutputEgress late =
        OutputEgress.of(engine.store, () -> UrlFiles.of(options()), job, version).orElseThrow();
    FileSet files = engine.files("in@master");
    assertThatThrownBy(() -> late.copy(files))
        .hasMessage(
            "job "
                + job.id()
                + " is no longer run by this engine: it is SUCCESS in attempt 1, not 1");
    assertThat(objects().keySet()).containsExactly("d/b");
  }

  @Test
  void theSameIsCopiedAgainWhereNobodyKnowsWhatIsThere() {
    engine.createPipeline(spec(url("")));
    runWell();
    lose("a");
    // As after a crash between the job's end and the note of what it copied.
    engine.store.objects().delete("egress/default/p");
    engine.updatePipeline(spec(url("")), Processed.KEEP);
    runWell();
    assertThat(objects()).isEqualTo(Map.of("a", "ONE", "d/b", "TWO"));
  }

  @Test
  void anAlteredNoteIsAsNone() {
    engine.createPipeline(spec(url("")));
    runWell();
    lose("a");
    engine.store.objects().put("egress/default/p", new byte[] {'{', '}'});
    engine.updatePipeline(spec(url("")), Processed.KEEP);
    runWell();
    assertThat(objects()).isEqualTo(Map.of("a", "ONE", "d/b", "TWO"));
  }
}
