/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.engine.secret.SecretDirectory;
import io.tusk.engine.secret.SecretName;
import io.tusk.objects.LocalObjectStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a datum finds in its environment, and under whom and where it runs. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class DatumEnvironmentTest {
  private static final String PFS = "${PFS_ROOT:-/pfs}";

  @TempDir private Path temp;
  private EngineFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new EngineFixture(new LocalObjectStore(Files.createDirectory(temp.resolve("store"))));
    fixture.createRepo("in");
    fixture.put("in", "/dir/a b.txt", "x");
  }

  private static void assumePossible(String isolation) {
    assumeThat(IsolationProbe.detect().effective(Isolation.parse(isolation))).isPresent();
  }

  private static String spec(String script, String transform) {
    return EngineFixture.shellSpec(script, transform, ",\"datum_tries\":1")
        .replace("\"glob\":\"/*\"", "\"glob\":\"/*/*\",\"name\":\"pics\"");
  }

  private Job run(String isolation) {
    List<Job> ended =
        fixture.run(fixture.options(isolation).withSecrets(temp.resolve("secrets"))).ended();
    assertThat(ended).hasSize(1);
    return ended.get(0);
  }

  private List<String> output(String isolation) {
    Job job = run(isolation);
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    return fixture.contents("p@master").get("/o").lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void variablesAreInTheEnvironmentAndInAFileThatAShellCanRead(String isolation) {
    assumePossible(isolation);
    String commit =
        fixture
            .store
            .snapshot()
            .catalog()
            .branch(EngineFixture.master("in"))
            .orElseThrow()
            .head()
            .value();
    String names =
        "for v in PACH_DATUM_ID PACH_JOB_ID PACH_OUTPUT_COMMIT_ID PACH_IN_WORKER"
            + " PPS_PIPELINE_NAME PPS_PROJECT_NAME PPS_POD_NAME pics pics_COMMIT MINE QUOTED; do"
            + " eval echo \\\"$v=\\$$v\\\"; done";
    fixture.createPipeline(
        spec(
            "{ "
                + names
                + "; env -i PFS_ROOT="
                + PFS
                + " sh -c '. "
                + PFS
                + "/.env; "
                + names.replace("'", "'\\''")
                + "; grep odd "
                + PFS
                + "/.env'; pwd; } > "
                + PFS
                + "/out/o",
            ",\"env\":{\"MINE\":\"1\",\"QUOTED\":\"it's $HOME `x` \\\"\\\\\",\"odd-name\":\"v\","
                + "\"PACH_JOB_ID\":\"theirs\"},\"working_dir\":\"/usr/bin\""));

    List<String> lines = output(isolation);

    Job job =
        fixture.job(
            new io.tusk.pipeline.JobId(
                new io.tusk.name.PipelineName(io.tusk.name.ProjectName.DEFAULT, "p"),
                fixture
                    .store
                    .snapshot()
                    .catalog()
                    .branch(EngineFixture.master("p"))
                    .orElseThrow()
                    .head()));
    String root =
        lines
            .get(7)
            .substring("pics=".length(), lines.get(7).length() - "/pics/dir/a b.txt".length());
    assertThat(root.equals("/pfs")).isNotEqualTo(isolation.equals("none"));
    List<String> expected =
        List.of(
            "PACH_DATUM_ID=" + fixture.records(job).get("/dir/a b.txt").id(),
            "PACH_JOB_ID=" + job.id().set(),
            "PACH_OUTPUT_COMMIT_ID=" + job.id().set(),
            "PACH_IN_WORKER=true",
            "PPS_PIPELINE_NAME=p",
            "PPS_PROJECT_NAME=default",
            lines.get(6),
            "pics=" + root + "/pics/dir/a b.txt",
            "pics_COMMIT=" + commit,
            "MINE=1",
            "QUOTED=it's $HOME `x` \"\\");
    assertThat(lines.get(6)).matches("PPS_POD_NAME=\\S+-0");
    assertThat(lines.subList(0, 11)).isEqualTo(expected);
    assertThat(lines.subList(11, 22)).isEqualTo(expected);
    assertThat(lines.subList(22, lines.size())).containsExactly("# odd-name=v", "/usr/bin");
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void datumsRunAsTheUserOfTheSpecification(String isolation) throws IOException {
    assumePossible(isolation);
    assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isEqualTo(0);
    fixture.createPipeline(
        spec(
            "cd "
                + PFS
                + "; { id -u; id -g; stat -c %u:%g . out pics/dir/*; } > out/o;"
                + " echo >> pics/dir/*; rm -r pics",
            ",\"user\":\"nobody:4711\""));
    int nobody =
        Integer.parseInt(
            Files.readAllLines(Path.of("/etc/passwd")).stream()
                .filter(line -> line.startsWith("nobody:"))
                .findFirst()
                .orElseThrow()
                .split(":", -1)[2]);

    assertThat(output(isolation))
        .containsExactly("" + nobody, "4711", nobody + ":4711", nobody + ":4711", nobody + ":4711");

    fixture.updatePipeline(spec("true", ",\"user\":\"no-such\""), Processed.REPROCESS);
    assertThat(run(isolation).reason())
        .isEqualTo(
            "transform.user \"no-such\" names \"no-such\", which is not in /etc/passwd of this"
                + " host; add it there, or give a number");
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void aMemoryVolumeHoldsTheDatumsFiles(String isolation) {
    assumePossible(isolation);
    assumeThat(Files.isWritable(Path.of("/dev/shm"))).isTrue();
    String script = "stat -f -c %T " + PFS + "/out > " + PFS + "/out/o";
    fixture.createPipeline(spec(script, ",\"memory_volume\":true"));
    assertThat(output(isolation)).containsExactly("tmpfs");
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void secretsReachTheCommandAndNothingElse(String isolation) throws IOException {
    assumePossible(isolation);
    String value = "hidden-" + System.identityHashCode(this) + "-value";
    new SecretDirectory(temp.resolve("secrets"))
        .create(new SecretName("db"), Map.of("password", value.getBytes(UTF_8)));
    String mount =
        isolation.equals("none") ? "" : ",{\"name\":\"db\",\"mount_path\":\"/var/creds\"}";
    fixture.createPipeline(
        spec(
            "{ printf %s \"$PW\" | md5sum; if test -d /var/creds; then md5sum < /var/creds/password;"
                + " fi; grep -c hidden "
                + PFS
                + "/.env; ls -A "
                + temp.resolve("secrets")
                + " | wc -l; } > "
                + PFS
                + "/out/o",
            ",\"secrets\":[{\"name\":\"db\",\"key\":\"password\",\"env_var\":\"PW\"}"
                + mount
                + "]"));

    List<String> lines = output(isolation);

    String sum = md5(value) + "  -";
    assertThat(lines)
        .isEqualTo(isolation.equals("none") ? List.of(sum, "0", "1") : List.of(sum, sum, "0", "0"));
    try (Stream<Path> files = Files.walk(temp.resolve("store"))) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(
              file ->
                  assertThat(
                          new String(
                              Files.readAllBytes(file),
                              java.nio.charset.StandardCharsets.ISO_8859_1))
                      .doesNotContain(value));
    }
    fixture.close();
  }

  private static String md5(String text) {
    try {
      return java.util.HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMissingSecretFailsTheJobBeforeAnyDatumRuns() {
    Path ran = temp.resolve("ran");
    fixture.createPipeline(
        spec("touch " + ran, ",\"secrets\":[{\"name\":\"db\",\"mount_path\":\"/db\"}]"));

    Job job = run("none");

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.reason())
        .isEqualTo("secret db does not exist in " + temp.resolve("secrets") + "; make it there");
    assertThat(ran).doesNotExist();
    fixture.close();
  }

  /** Writes the variable {@code PW}. */
  public static final class Teller implements DatumTransform {
    @Override
    public void process(Datum datum) throws IOException {
      try (OutputStream out = datum.create("o")) {
        out.write(datum.environment().get("PW").length());
      }
    }
  }

  @Test
  void javaCodeFindsSecretsAmongItsVariables() {
    new SecretDirectory(temp.resolve("secrets"))
        .create(new SecretName("db"), Map.of("password", "x".repeat(65).getBytes(UTF_8)));
    fixture.createPipeline(
        EngineFixture.javaSpec("p", "in", "/*", Teller.class)
            .replace(
                "\"transform\":{",
                "\"transform\":{\"secrets\":[{\"name\":\"db\",\"key\":\"password\","
                    + "\"env_var\":\"PW\"}],"));

    assertThat(output("auto")).containsExactly("A");
    fixture.close();
  }
}
