/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumState;
import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.engine.inspect.DatumInfo;
import io.tusk.engine.inspect.JobDatums;
import io.tusk.engine.inspect.JobLogs;
import io.tusk.engine.inspect.LogMessage;
import io.tusk.engine.inspect.LogQuery;
import io.tusk.log.Operation;
import io.tusk.objects.s3.S3Proxy;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What every runner must do alike. One joins by saying how an engine reaches it and where its
 * stores are. Its workers must be on this host, as some datums leave files there; the output of all
 * tests has hashes that are written down, so that runners that pass make equal commits.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
public abstract class RunnerConformance extends RunnerWatches {
  /** Sets {@code n} to how often this was run for the datum, over all tries. */
  private String counted() {
    String file = directory + "/tries-$(basename \"$in\")";
    return "echo >> " + file + "; n=$(wc -l < " + file + "); n=$((n)); ";
  }

  @Test
  void triesEndAsTheSpecificationSays() {
    put("a", "third", "b", "recover", "c", "hang", "d", "fail");
    fixture.createPipeline(
        spec(
            counted()
                + "case $(cat $in) in third) test $n -ge 3 || exit 1 ;;"
                + " hang) test $n -ge 2 || sleep 1000 ;; *) exit 1 ;; esac;"
                + " echo $n > $PFS_ROOT/out/$(basename $in)",
            ",'err_cmd':['sh','-c','test $(cat $in) = recover']",
            ",'datum_tries':3,'datum_timeout':'6s','parallelism_spec':{'constant':2}"));

    Job job = runOne();

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.counts()).as(job.reason()).isEqualTo(new JobCounts(4, 2, 0, 1, 1));
    String exit = "tusk: command \"sh\" ended with exit code 1";
    String error = "tusk: error command \"sh\" ended with exit code 1";
    assertThat(log(job, "/a")).containsExactly(exit, error, exit, error);
    assertThat(log(job, "/b"))
        .containsExactly(
            exit, "tusk: the error command succeeded; the datum is recovered, without output");
    assertThat(log(job, "/c"))
        .containsExactly(
            "tusk: command \"sh\" was killed after 6.0 s, its time limit; raise datum_timeout or"
                + " make it faster",
            error);
    assertThat(log(job, "/d"))
        .containsExactly(exit, error, exit, error, exit, error, "tusk: gave up after 3 tries");
    assertThat(job.reason()).contains("in@master:/d").doesNotContain("in@master:/a");
    assertThat(fixture.records(job).get("/b").state()).isEqualTo(DatumState.RECOVERED);

    put("d", null);
    assertThat(runOne().counts()).isEqualTo(new JobCounts(3, 0, 2, 1, 0));
    assertRoot("p@master", "9a3b522233fd81fc");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void asManyDatumsRunAtOnceAsAreAskedForAndFit(int constant) throws IOException {
    int together = Math.min(constant, slots());
    runTogether(together, ",'parallelism_spec':{'constant':" + constant + "}");
  }

  @Test
  void asManyDatumsRunAtOnceAsFitWhereNoneAreAskedFor() throws IOException {
    runTogether(slots(), "");
  }

  private void runTogether(int together, String fields) throws IOException {
    putMany(4 * together);
    fixture.createPipeline(
        spec(Meeting.ofDatums(directory, together) + "cp $in $PFS_ROOT/out", "", fields));

    Job job = runOne();

    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(counts(4L * together, 4L * together, 0));
    assertThat(fixture.files("p@master").hash()).isEqualTo(fixture.files("in@master").hash());
  }

  @Test
  void independentPipelinesRunAtOnce() throws IOException {
    put("a", "one");
    String alone = ",'parallelism_spec':{'constant':1}";
    for (String name : List.of("p", "q")) {
      fixture.createPipeline(
          spec(
                  Meeting.ofPipelines(directory, name, name.equals("p") ? "q" : "p") + UPPER,
                  "",
                  alone)
              .replace("\"name\":\"p\"", "\"name\":\"" + name + "\""));
    }

    RunReport report = run();

    assertThat(report.ended())
        .hasSize(2)
        .allSatisfy(job -> assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS));
    assertRoot("p@master", "664416252894d5bf");
    assertRoot("q@master", "664416252894d5bf");
  }

  @Test
  void workersLoadTheCodeOfThePipelinesJar() throws IOException {
    put("a", "one", "b", "fail");
    fixture.createPipeline(
        javaSpec("example.Reversed"), CodeJar.of(directory, "example.Reversed", CodeJar.REVERSED));

    Job job = runOne();
    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.counts()).isEqualTo(new JobCounts(2, 1, 0, 0, 1));
    assertThat(job.reason()).contains("in@master:/b", "told to fail by /b");

    put("b", "two");
    assertThat(runOne().counts()).isEqualTo(counts(2, 1, 1));
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/a", "eno", "/b", "owt"));
    assertRoot("p@master", "e3914c71b7c51b28");
  }

  @Test
  void whatAWorkerFindsAmissWithAPipelineFailsItsJob() throws IOException {
    put("a", "one");
    fixture.createPipeline(
        javaSpec("example.Nowhere"), CodeJar.of(directory, "example.Reversed", CodeJar.REVERSED));

    Job job = runOne();

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.reason())
        .isEqualTo(
            "class example.Nowhere is not on the class path; name its jar in transform.java.jar");
  }

  private static String javaSpec(String className) {
    return EngineFixture.javaSpec("p", "in", "/*", UpperCase.class)
        .replace(UpperCase.class.getName(), className)
        .replace("\"class\"", "\"jar\":\"code.jar\",\"class\"");
  }

  @Test
  void theOutputIsCopiedToABucketByWhoeverCommitsIt() {
    S3Proxy proxy = S3Proxy.shared();
    String bucket = proxy.newBucket();
    EngineOptions given = options("none");
    List<String> arguments = new ArrayList<>(given.runnerArgs());
    if (arguments.stream().noneMatch(argument -> argument.startsWith("--endpoint="))) {
      arguments.add("--awsRegion=us-east-1");
      arguments.add("--endpoint=" + proxy.endpoint());
      arguments.add(
          "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\""
              + S3Proxy.ACCESS_KEY
              + "\",\"secretAccessKey\":\""
              + S3Proxy.SECRET_KEY
              + "\"}");
    }
    put("a", "one", "b", "two");
    fixture.createPipeline(
        spec(
            "cp $in $PFS_ROOT/out",
            "",
            ",'egress':{'URL':'s3://" + bucket + "/copies'},'parallelism_spec':{'constant':2}"));

    List<Job> ended = fixture.run(EngineOptions.of(arguments, given.isolation())).ended();

    assertThat(ended).extracting(Job::reason).containsExactly("");
    try (S3Client client = proxy.client()) {
      assertThat(client.listObjectsV2(request -> request.bucket(bucket)).contents())
          .extracting(S3Object::key)
          .containsExactly("copies/a", "copies/b");
      assertThat(
              client
                  .getObjectAsBytes(request -> request.bucket(bucket).key("copies/b"))
                  .asUtf8String())
          .isEqualTo("two");
    }
  }

  @Test
  void aPipelineMayWriteNothing() {
    put("a", "", "b", "two");
    fixture.createPipeline(spec(noted("true")));
    succeeds(counts(2, 2, 0), "a", "b");
    assertThat(fixture.files("p@master").files()).isZero();
    assertRoot("p@master", "e3b0c44298fc1c14");
  }

  @Test
  void namesAndContentsMayBeOfAnyScript() {
    String name = "\u00fcber \u732b 'q' \ud83d\ude00.txt";
    put(name, "gr\u00fc\u00df \u4e16\u754c\n");
    fixture.createPipeline(spec(noted("echo \"$in\"; cp \"$in\" $PFS_ROOT/out")));
    Job job = succeeds(counts(1, 1, 0), name);
    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/" + name, "gr\u00fc\u00df \u4e16\u754c\n"));
    assertThat(log(job, "/" + name)).singleElement().asString().endsWith("/in/" + name);
    assertRoot("p@master", "8a6c3d87109cc487");
  }

  @Test
  void oneProcessHandlesASetOfDatums() {
    put("a", "1", "b", "2", "c", "3", "d", "4", "e", "5");
    fixture.createPipeline(
        spec(
            "n=0; while tusk next datum; do . $PFS_ROOT/.env; n=$((n + 1)); echo begun $n;"
                + " echo $n > $PFS_ROOT/out/$(basename $in); done",
            ",'datum_batching':true",
            ",'datum_set_spec':{'number':2}"));

    Job job = runOne();

    assertThat(job.counts()).as(job.reason()).isEqualTo(counts(5, 5, 0));
    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/a", "1\n", "/b", "2\n", "/c", "1\n", "/d", "2\n", "/e", "1\n"));
    assertThat(log(job, "/d")).containsExactly("begun 2");
    assertRoot("p@master", "f85dd38a1b9e2e53");
  }

  @Test
  void statisticsAndLogsComeBack() {
    put("a", "one", "b", "two");
    fixture.createPipeline(
        spec(
            "echo begun $(basename $in); cat $in $in > $PFS_ROOT/out/o-$(basename $in); echo done >&2"));
    Job first = runOne();
    put("b", "other");
    Job second = runOne();

    List<String> facts = new ArrayList<>();
    JobDatums datums = new JobDatums(fixture.store);
    datums
        .list(second.id())
        .forEachRemaining(
            info -> {
              facts.add(
                  String.join(
                      " ",
                      inputs(info.paths()),
                      info.state().name(),
                      info.stats().downloadBytes() + ">" + info.stats().uploadBytes()));
              assertThat(info.stats().process()).isPositive();
            });
    assertThat(facts).containsExactly("in@master:/a SKIPPED 3>6", "in@master:/b SUCCESS 5>10");
    DatumInfo a = datums.require(second.id(), datum(second, "/a"));
    assertThat(a.ranIn()).isEqualTo(first.id());
    assertThat(first.stats().downloadBytes()).isEqualTo(6);
    assertThat(first.stats().uploadBytes()).isEqualTo(12);
    assertThat(second.stats().downloadBytes()).isEqualTo(5);

    List<LogMessage> messages = new ArrayList<>();
    new JobLogs(fixture.store)
        .read(LogQuery.of(first.id().pipeline()).withJob(first.id().set()), messages::add);
    assertThat(
            messages.stream()
                .map(message -> inputs(message.paths()) + ": " + message.line().marked()))
        .containsExactly(
            "in@master:/a: begun a",
            "in@master:/a: done",
            "in@master:/b: begun b",
            "in@master:/b: done");
    assertThat(messages)
        .allSatisfy(
            message ->
                assertThat(message.line().time())
                    .isBetween(first.started().orElseThrow(), first.finished().orElseThrow()));
  }

  @Test
  void commandsSeeWhatIsTheirs() {
    assumeThat(IsolationProbe.detect().effective(Isolation.parse("auto")).filter(this::separates))
        .as("this host can keep commands apart")
        .isPresent();
    put("a", "one");
    fixture.createPipeline(
        spec(
            "{ ls /pfs /pfs/in; ls -A /tmp; test -e "
                + directory
                + " || echo hidden; echo $PPS_PIPELINE_NAME; echo $PACH_JOB_ID | tr -d 0-9a-f;"
                + " env | grep -c -e ^AWS_ -e ^TUSK_ -e ^JAVA; } > /pfs/out/o; true"));

    List<Job> ended = fixture.run(options("auto")).ended();

    assertThat(ended.get(0).state()).as(ended.get(0).reason()).isEqualTo(JobState.SUCCESS);
    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/o", "/pfs:\nin\nout\n\n/pfs/in:\na\nhidden\np\n\n0\n"));
    assertRoot("p@master", "3e7b17e20da20a35");
  }

  private boolean separates(Isolation isolation) {
    return isolation != Isolation.NONE;
  }

  @Test
  void aJobWhoseTimeIsOverLeavesNoProcess() {
    String nonce = EngineFixture.nonce();
    put("a", "quick", "b", "slow");
    fixture.createPipeline(
        spec(
            "if grep -q slow $in; then sleep " + nonce + "; fi; " + UPPER,
            "",
            ",'job_timeout':'3s','parallelism_spec':{'constant':1}"));

    Job job = runOne();

    assertThat(job.state()).isEqualTo(JobState.KILLED);
    assertThat(job.reason())
        .isEqualTo(
            "job timed out: it ran for longer than 3.0 s, its job_timeout; raise it or make the job"
                + " faster");
    assertThat(EngineFixture.sleeping(nonce)).isEmpty();
  }

  @Test
  void aStoppedJobLeavesNoProcess() throws Exception {
    String nonce = EngineFixture.nonce();
    put("a", "one", "b", "two");
    fixture.createPipeline(spec("sleep " + nonce));
    JobId id = fixture.pending();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Job> running = threads.submit(this::runOne);
      while (EngineFixture.sleeping(nonce).size() < 2 && !running.isDone()) {
        Thread.onSpinWait();
      }
      fixture.store.transact(new Operation("stop job", ""), tx -> JobChanges.stop(tx, id));
      assertThat(running.get().state()).isEqualTo(JobState.KILLED);
      assertThat(EngineFixture.sleeping(nonce)).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }

  private static String inputs(Iterable<DatumKey.Part> paths) {
    StringJoiner all = new StringJoiner(", ");
    paths.forEach(part -> all.add(part.branch() + ":" + part.path()));
    return all.toString();
  }
}
