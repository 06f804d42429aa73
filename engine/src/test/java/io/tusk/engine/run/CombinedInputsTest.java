/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import io.tusk.transform.InputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipelines whose inputs are made of several, from files to output, and what a change runs. */
@EveryStore
final class CombinedInputsTest {
  private final EngineFixture fixture = new EngineFixture();

  @BeforeEach
  void open() {
    fixture.createRepo("a");
    fixture.createRepo("b");
  }

  @AfterEach
  void close() {
    assertThat(fixture.pipelineProblems()).isEmpty();
    fixture.close();
  }

  /** Writes a file named after all inputs' paths, of their contents. */
  public static final class Naming implements DatumTransform {
    @Override
    public void process(Datum datum) throws IOException {
      StringBuilder name = new StringBuilder();
      StringBuilder content = new StringBuilder();
      for (InputFile file : datum.files()) {
        name.append(file.input()).append(file.path().value().replace('/', '-')).append('+');
        content.append(new String(file.open().readAllBytes(), UTF_8)).append(';');
      }
      String path = name.length() > 80 ? "long" + datum.id().substring(0, 8) : name.toString();
      try (OutputStream out = datum.create(path)) {
        out.write(content.toString().getBytes(UTF_8));
      }
    }
  }

  private void create(String input) {
    fixture.createPipeline(spec(input));
  }

  private static String spec(String input) {
    return "{'pipeline':{'name':'p'},'transform':{'java':{'class':'%s'}},'input':%s}"
        .formatted(Naming.class.getName(), input)
        .replace('\'', '"');
  }

  private static String pfs(String repo, String glob, String more) {
    return "{'pfs':{'repo':'%s','glob':'%s'%s}}".formatted(repo, glob, more);
  }

  private void runs(long total, long processed) {
    Job job = fixture.runOne();
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(total, processed, total - processed, 0, 0));
  }

  private Map<String, String> output() {
    return fixture.contents("p@master");
  }

  private static Map<String, Optional<String>> gone(String path) {
    return Map.of(path, Optional.empty());
  }

  @Test
  void cross() {
    fixture.put("a", Map.of("/1", Optional.of("one"), "/2", Optional.of("two")));
    fixture.put("b", Map.of("/x", Optional.of("X"), "/y", Optional.of("Y")));
    create("{'cross':[%s,%s]}".formatted(pfs("a", "/*", ""), pfs("b", "/*", "")));
    runs(4, 4);
    assertThat(output())
        .containsOnlyKeys("/a-1+b-x+", "/a-1+b-y+", "/a-2+b-x+", "/a-2+b-y+")
        .containsEntry("/a-1+b-y+", "one;Y;");
    fixture.put("b", "/y", "Z");
    runs(4, 2);
    assertThat(output()).containsEntry("/a-1+b-y+", "one;Z;").containsEntry("/a-2+b-x+", "two;X;");
    fixture.put("a", gone("/1"));
    runs(2, 0);
    assertThat(output()).containsOnlyKeys("/a-2+b-x+", "/a-2+b-y+");
    fixture.put("b", Map.of("/x", Optional.empty(), "/y", Optional.empty()));
    runs(0, 0);
    assertThat(output()).isEmpty();
  }

  @Test
  void join() {
    fixture.put("a", Map.of("/1-k", Optional.of("one"), "/2-l", Optional.of("two")));
    fixture.put("b", Map.of("/k-x", Optional.of("X"), "/m-y", Optional.of("Y")));
    create(
        "{'join':[%s,%s]}"
            .formatted(
                pfs("a", "/*-(*)", ",'join_on':'$1','outer_join':true"),
                pfs("b", "/(*)-*", ",'join_on':'$1'")));
    runs(2, 2);
    assertThat(output()).isEqualTo(Map.of("/a-1-k+b-k-x+", "one;X;", "/a-2-l+", "two;"));
    fixture.put("b", "/l-z", "Z");
    runs(2, 1);
    assertThat(output()).isEqualTo(Map.of("/a-1-k+b-k-x+", "one;X;", "/a-2-l+b-l-z+", "two;Z;"));
    fixture.put("b", gone("/k-x"));
    runs(2, 1);
    assertThat(output()).isEqualTo(Map.of("/a-1-k+", "one;", "/a-2-l+b-l-z+", "two;Z;"));
  }

  @Test
  void group() {
    fixture.put(
        "a", Map.of("/k-1", Optional.of("1"), "/k-2", Optional.of("2"), "/l-1", Optional.of("3")));
    fixture.put("b", Map.of("/k", Optional.of("K")));
    create(
        "{'group':[%s,%s]}"
            .formatted(
                pfs("a", "/(*)-*", ",'group_by':'$1'"), pfs("b", "/(*)", ",'group_by':'$1'")));
    runs(2, 2);
    assertThat(output()).isEqualTo(Map.of("/a-k-1+a-k-2+b-k+", "1;2;K;", "/a-l-1+", "3;"));
    fixture.put("a", "/k-2", "two");
    runs(2, 1);
    assertThat(output()).isEqualTo(Map.of("/a-k-1+a-k-2+b-k+", "1;two;K;", "/a-l-1+", "3;"));
    fixture.put("a", "/l-3", "4");
    runs(2, 1);
    assertThat(output())
        .isEqualTo(Map.of("/a-k-1+a-k-2+b-k+", "1;two;K;", "/a-l-1+a-l-3+", "3;4;"));
  }

  @Test
  void aGroupOfMoreThanAKeyHolds() {
    Map<String, Optional<String>> many = new TreeMap<>();
    for (int i = 0; i < 500; i++) {
      many.put("/" + i, Optional.of("" + i % 10));
    }
    fixture.put("a", many);
    create("{'group':[%s]}".formatted(pfs("a", "/*", "")));
    runs(1, 1);
    assertThat(output()).hasSize(1);
    fixture.put("a", "/7", "other");
    runs(1, 1);
    fixture.put("a", "/7", "7");
    runs(1, 0);
    fixture.put("a", gone("/7"));
    runs(1, 1);
    assertThat(output()).hasSize(1);
  }

  /** Commands see directories, where these are files of a list to Java code. */
  private void createCommand(String input) {
    fixture.createPipeline(
        "{'pipeline':{'name':'p'},'transform':{'cmd':['sh'],'stdin':["
            .concat("'cd $PFS_ROOT/in; find . -type f | sort > ../out/all;")
            .concat(" ln -s $PFS_ROOT/in/d ../out/d']},'input':")
            .replace('\'', '"')
            .concat(input.replace('\'', '"'))
            .concat("}"));
  }

  @Test
  void aFileThatComesWithItsDirectoryTooIsThereOnce() {
    fixture.put("a", Map.of("/d/1", Optional.of("one"), "/d/e/2", Optional.of("two")));
    createCommand("{'group':[%s]}".formatted(pfs("a", "/**", ",'name':'in'")));
    Job job = fixture.runOne("none");
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(output())
        .isEqualTo(Map.of("/all", "./d/1\n./d/e/2\n", "/d/1", "one", "/d/e/2", "two"));
  }

  @Test
  void filesOfTwoBranchesInOnePlaceAreRefusedWhereTheyMeet() {
    fixture.put("a", "/d/1", "one");
    fixture.put("b", "/d/2", "two");
    createCommand(
        "{'group':[{'union':[%s,%s]}]}"
            .formatted(pfs("a", "/*", ",'name':'in'"), pfs("b", "/*", ",'name':'in'")));
    Job good = fixture.runOne("none");
    assertThat(good.state()).as(good.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(output()).isEqualTo(Map.of("/all", "./d/1\n./d/2\n", "/d/1", "one", "/d/2", "two"));
    fixture.put("b", "/d/1", "other");
    Job bad = fixture.runOne("none");
    assertThat(bad.state()).isEqualTo(JobState.FAILURE);
    assertThat(bad.reason())
        .matches(
            "datum [0-9a-f]{64} would show files of a@master and b@master at /pfs/in/d/1; give"
                + " these inputs names of their own");
  }

  @Test
  void unionOfArmsThatShareDatums() {
    fixture.put("a", Map.of("/1", Optional.of("one"), "/2", Optional.of("two")));
    create("{'union':[%s,%s]}".formatted(pfs("a", "/*", ""), pfs("a", "/1*", "")));
    runs(2, 2);
    assertThat(output()).isEqualTo(Map.of("/a-1+", "one;", "/a-2+", "two;"));
    fixture.put("a", "/1", "uno");
    runs(2, 1);
    assertThat(output()).isEqualTo(Map.of("/a-1+", "uno;", "/a-2+", "two;"));
  }

  @Test
  void referencesCountByTheirPaths() {
    fixture.put("a", Map.of("/1", Optional.of("one")));
    fixture.put("b", Map.of("/x", Optional.of("X")));
    create("{'cross':[%s,%s]}".formatted(pfs("a", "/*", ""), pfs("b", "/*", ",'reference':true")));
    runs(1, 1);
    fixture.put("b", "/x", "other");
    runs(1, 0);
    fixture.put("a", "/1", "uno");
    runs(1, 1);
    assertThat(output()).isEqualTo(Map.of("/a-1+b-x+", "uno;other;"));
  }
}
