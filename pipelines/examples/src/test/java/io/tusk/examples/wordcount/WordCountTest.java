/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the specifications on directories that stand for /pfs. */
final class WordCountTest {
  @TempDir Path directory;

  private record Outcome(int status, String log, Map<String, String> files) {}

  private Outcome run(String specification, String input, Map<String, String> files)
      throws IOException, InterruptedException {
    Path pfs = Files.createTempDirectory(directory, "pfs");
    Path out = Files.createDirectory(pfs.resolve("out"));
    Files.createDirectory(pfs.resolve(input));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = pfs.resolve(input).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    StringBuilder script = new StringBuilder();
    JsonNode spec =
        new ObjectMapper().readTree(Files.readString(Path.of("word-count", specification)));
    for (JsonNode line : spec.at("/transform/stdin")) {
      script.append(line.asText().replace("/pfs", pfs.toString())).append('\n');
    }
    Path log = Files.createTempFile(directory, "log", ".txt");
    Process process =
        new ProcessBuilder("sh").redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(script.toString().getBytes(StandardCharsets.UTF_8));
    }
    int status = process.waitFor();
    return new Outcome(status, Files.readString(log), contents(out));
  }

  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(path).toString(), Files.readString(path));
      }
    }
    return files;
  }

  private Map<String, String> map(Map<String, String> documents)
      throws IOException, InterruptedException {
    Outcome outcome = run("map.json", "documents", documents);
    assertThat(outcome.log()).isEmpty();
    assertThat(outcome.status()).isZero();
    return outcome.files();
  }

  private Map<String, String> reduce(Map<String, String> counts)
      throws IOException, InterruptedException {
    Outcome outcome = run("reduce.json", "map", counts);
    assertThat(outcome.log()).isEmpty();
    assertThat(outcome.status()).isZero();
    return outcome.files();
  }

  @Test
  void countsTheWordsOfEachDocument() throws Exception {
    assertThat(map(Map.of("a.txt", "The cat; the CAT, a dog-house.\n", "d/b.txt", "cat2cat\n")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "counts/a.txt.tsv", "a\t1\ncat\t2\ndog\t1\nhouse\t1\nthe\t2\n",
                "counts/d/b.txt.tsv", "cat\t2\n"));
  }

  @Test
  void namesMayHoldBlanksQuotesDollarsAndAnyLetter() throws Exception {
    Map<String, String> counts =
        map(
            Map.of(
                "two  blanks.txt", "x",
                "größe/naïve 字.txt", "x",
                " leads and trails ", "x",
                "it's \"$HOME\" & \\n.txt", "x",
                "-n", "x"));
    assertThat(counts)
        .containsOnlyKeys(
            "counts/two  blanks.txt.tsv",
            "counts/größe/naïve 字.txt.tsv",
            "counts/ leads and trails .tsv",
            "counts/it's \"$HOME\" & \\n.txt.tsv",
            "counts/-n.tsv");
    assertThat(counts.values()).containsOnly("x\t1\n");
  }

  @Test
  void lettersBeyondAsciiBelongToWordsAndSignsDoNot() throws Exception {
    assertThat(map(Map.of("a", "naïve — “größer” «été» naïve…\u00a0字\n")))
        .containsEntry("counts/a.tsv", "größer\t1\nnaïve\t2\nété\t1\n字\t1\n");
  }

  @Test
  void anEmptyDocumentHasEmptyCounts() throws Exception {
    assertThat(map(Map.of("a", "", "b", " ... \n")))
        .containsExactlyInAnyOrderEntriesOf(Map.of("counts/a.tsv", "", "counts/b.tsv", ""));
  }

  @Test
  void aFailureInTheMiddleFailsTheDatum() throws Exception {
    // A file stands where the counts of another want a directory.
    Outcome outcome = run("map.json", "documents", Map.of("a", "x", "a.tsv/b", "y"));
    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.log()).isNotEmpty();
  }

  @Test
  void sumsAllCounts() throws Exception {
    Map<String, String> sums =
        reduce(Map.of("counts/a b.tsv", "cat\t2\nthe\t9\n", "counts/d/é.tsv", "cat\t11\ndog\t9\n"));
    assertThat(sums)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "counts.tsv", "cat\t13\ndog\t9\nthe\t9\n",
                "top.txt", "      13  cat\n       9  dog\n       9  the\n"));
  }

  @Test
  void sumsOfNothingAreEmpty() throws Exception {
    assertThat(reduce(Map.of("counts/a.tsv", "")))
        .containsExactlyInAnyOrderEntriesOf(Map.of("counts.tsv", "", "top.txt", ""));
  }

  @Test
  void topHoldsTheTwentyFiveMostFrequent() throws Exception {
    StringBuilder counts = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      counts.append((char) ('a' + i % 26)).append(i / 26).append('\t').append(100 - i).append('\n');
    }
    String top = reduce(Map.of("counts/a.tsv", counts.toString())).get("top.txt");
    assertThat(top.lines()).hasSize(25).first().isEqualTo("     100  a0");
    assertThat(top).endsWith("      76  y0\n");
  }
}
