/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs whose files are named pipes that are filled when the code opens them. */
final class LazyFilesTest extends LazyFilesFixture {
  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void filesThatAreOpenedAreFilled(String isolation) {
    assumePossible(isolation);
    putTree();
    create(
        "cd "
            + PFS
            + "/in; find . -type p | LC_ALL=C sort > ../out/names; sed s/i/I/ d/a > ../out/sed;"
            + " cp big ../out/big; cat d/e/b empty d/a > ../out/cat",
        "/");

    Job job = succeeds(isolation, 1);

    assertThat(output())
        .isEqualTo(
            Map.of(
                "/names", "./big\n./d/a\n./d/e/b\n./empty\n./z\n",
                "/sed", "fIrst\nlIne two\n",
                "/big", BIG,
                "/cat", "secondfirst\nline two\n"));
    assertThat(job.stats().downloadBytes()).isEqualTo(15 + BIG.length() + 6 + 15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void whatIsNotReadIsNotFetched(String isolation) {
    assumePossible(isolation);
    putTree();
    create("cd " + PFS + "/in; ls > ../out/names; head -n 1 big > ../out/line", "/");

    Job job = succeeds(isolation, 1);

    assertThat(output())
        .isEqualTo(
            Map.of(
                "/names", "big\nd\nempty\nz\n", "/line", BIG.substring(0, BIG.indexOf('\n') + 1)));
    assertThat(job.stats().downloadBytes()).isBetween(17L, 1L << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void aFileCanBeReadAgain(String isolation) {
    assumePossible(isolation);
    put(Map.of("/a", "content\n"));
    create(
        "cd "
            + PFS
            + "; cat in/a in/a > out/two; for i in $(seq 40); do cat in/a; done > out/forty;"
            + " cp in/a out/copy; cmp in/a out/copy && echo same > out/cmp;"
            + " { read -r one; read -r two < in/a; echo $one $two; } < in/a > out/within",
        "/*");

    Job job = succeeds(isolation, 1);

    assertThat(output())
        .isEqualTo(
            Map.of(
                "/two", "content\n".repeat(2),
                "/forty", "content\n".repeat(40),
                "/copy", "content\n",
                "/cmp", "same\n",
                "/within", "content content\n"));
    assertThat(job.stats().downloadBytes()).isEqualTo(46 * 8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void aLinkToOneIsItsContentThoughNobodyReadsIt(String isolation) {
    assumePossible(isolation);
    putTree();
    create(
        "cd "
            + PFS
            + "/out; mkdir x; ln -s ../../in/big x/big; ln -s ../in/d d; cat ../in/z > copy;"
            + " ln -s ../in/z z; rm ../in/empty; echo own > ../in/empty; ln -s ../in/empty own",
        "/");

    Job job = succeeds(isolation, 1);

    assertThat(output())
        .isEqualTo(
            Map.of(
                "/x/big", BIG,
                "/d/a", "first\nline two\n",
                "/d/e/b", "second",
                "/copy", "z",
                "/z", "z",
                "/own", "own\n"));
    assertThat(job.stats().downloadBytes()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cp -R in/a out/c",
        "mv in/a out/c",
        "ln in/a out/c",
        "rm in/a; mkfifo in/a; ln -s ../in/a out/c",
        "mv in/a in/b; ln -s ../in/b out/c"
      })
  void aPipeItselfIsNoOutput(String script) {
    put(Map.of("/a", "content\n"));
    create("cd /pfs; " + script, "/*");

    Job job = fixture.runOne();

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    String from = script.contains("mkfifo") ? "/pfs/in/a" : "/pfs/in/b";
    assertThat(log(job, "/a"))
        .containsExactly(
            "tusk: output file \"/c\" is "
                + (script.contains("ln -s") ? "a link to " + from + ", which is " : "")
                + "a device, socket or named pipe; write a regular file instead");
  }

  @Test
  void filesBeyondAThousandAreCopied() {
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < 1_003; i++) {
      files.put(String.format("/f%04d", i), i + "\n");
    }
    put(files);
    create(
        "cd /pfs/in; find . -type p | wc -l > ../out/pipes; find . -type f > ../out/files;"
            + " cat f0000 f0999 f1002 > ../out/some; ln -s ../in/f1001 ../in/f0001 ../out",
        "/");

    Job job = succeeds("auto", 1);

    assertThat(output())
        .isEqualTo(
            Map.of(
                "/pipes", "1000\n",
                "/files", output().get("/files"),
                "/some", "0\n999\n1002\n",
                "/f1001", "1001\n",
                "/f0001", "1\n"));
    assertThat(output().get("/files").lines())
        .containsExactlyInAnyOrder("./f1000", "./f1001", "./f1002");
    assertThat(job.stats().downloadBytes()).isEqualTo(15 + 2 + 4);
  }

  @Test
  void itMakesNoDatumAnotherOneAndWinsOverEmptyFiles() {
    put(Map.of("/a", "content\n"));
    String script = "wc -c < $in > /pfs/out/a";
    fixture.createPipeline(spec(script, "/*", "", "").replace(",\"lazy\":true", ""));
    assertThat(succeeds("auto", 1).stats().downloadBytes()).isEqualTo(8);

    String both = spec(script, "/*", "", "").replace("\"lazy\"", "\"empty_files\":true,\"lazy\"");
    fixture.updatePipeline(both, Processed.KEEP);
    assertThat(fixture.run().ended())
        .extracting(Job::counts)
        .containsExactly(new JobCounts(1, 0, 1, 0, 0));

    fixture.updatePipeline(both, Processed.REPROCESS);
    assertThat(succeeds("auto", 1).stats().downloadBytes()).isEqualTo(8);
    assertThat(output()).isEqualTo(Map.of("/a", "8\n"));
  }

  @Test
  void besideEmptyFilesOfTheSameNameTheyAreCopied() {
    put(Map.of("/a", "content\n", "/b", "other\n"));
    fixture.createPipeline(
        spec("cd /pfs; cat in/a; ln -s ../in/a ../in/b out", "/a", "", ",\"datum_tries\":1")
            .replace("\"input\":{", "\"input\":{\"group\":[{\"union\":[{")
            .replace(
                "\"lazy\":true}",
                "\"lazy\":true}},{\"pfs\":{\"repo\":\"in\",\"glob\":\"/b\",\"empty_files\":true}}]}]"));

    assertThat(succeeds("auto", 1).stats().downloadBytes()).isEqualTo(8);
    assertThat(output()).isEqualTo(Map.of("/a", "content\n", "/b", "other\n"));
  }

  /** Writes the size and the content of each file under its path. */
  public static final class Contents implements DatumTransform {
    @Override
    public void process(Datum datum) throws Exception {
      for (InputFile file : datum.files()) {
        try (InputStream in = file.open();
            OutputStream out = datum.create(file.path().value())) {
          out.write((file.size() + " ").getBytes(UTF_8));
          in.transferTo(out);
        }
      }
    }
  }

  @Test
  void javaCodeReadsAsEver() {
    put(Map.of("/a", "content\n"));
    fixture.createPipeline(
        EngineFixture.javaSpec("p", "in", "/*", Contents.class)
            .replace("\"repo\":", "\"empty_files\":true,\"lazy\":true,\"repo\":"));
    assertThat(succeeds("auto", 1).stats().downloadBytes()).isEqualTo(8);
    assertThat(output()).isEqualTo(Map.of("/a", "8 content\n"));
  }
}
