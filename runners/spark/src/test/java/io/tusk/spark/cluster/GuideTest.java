/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.s3.S3Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the guide can be given as they stand there, and print what stands there. */
final class GuideTest {
  private static final Path PAGE = Path.of("../../docs/running-on-spark.md");
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?<skip><!-- not run: [^\\n]*-->\\n)?```sh\\n(?<commands>.*?)```\\n"
              + "(?:\\n```text\\n(?<output>.*?)```\\n)?",
          Pattern.DOTALL);

  @TempDir private Path directory;

  @Test
  @Timeout(value = 600, unit = TimeUnit.SECONDS)
  void commandsDoWhatThePageSays() throws Exception {
    List<String> commands = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
    while (blocks.find()) {
      if (blocks.group("skip") == null) {
        commands.add(blocks.group("commands"));
        expected.add(normalised(blocks.group("output") == null ? "" : blocks.group("output")));
      }
    }
    assertThat(commands).hasSize(3);

    List<String> printed;
    try (SparkCluster cluster = SparkCluster.start()) {
      cluster.startWorker(List.of(), S3Proxy.shared().environment());
      printed = run(cluster, commands);
    }

    assertThat(printed.stream().map(GuideTest::normalised).toList()).isEqualTo(expected);
  }

  private List<String> run(SparkCluster cluster, List<String> commands)
      throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder("set -e\n");
    List<Path> outputs = new ArrayList<>();
    for (String command : commands) {
      Path output = directory.resolve("printed-" + outputs.size());
      outputs.add(output);
      script.append("{\n").append(command).append("} > ").append(output).append(" 2>&1\n");
    }
    Path work = Files.createDirectory(directory.resolve("work"));
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", script.toString())
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("shell").toFile());
    Map<String, String> environment = shell.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.putAll(S3Proxy.shared().environment());
    environment.put("PATH", programs() + ":" + environment.get("PATH"));
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_MASTER", cluster.url());
    environment.put("TUSK", tree().toString());
    environment.put("TUSK_STORE", "s3://" + S3Proxy.shared().newBucket() + "/tusk");
    environment.put("LC_ALL", "C.UTF-8");
    int code = shell.start().waitFor();
    List<String> printed = new ArrayList<>();
    for (Path output : outputs) {
      printed.add(Files.exists(output) ? Files.readString(output) : "");
    }
    Path log = work.resolve("submit.log");
    assertThat(code)
        .as("%s\n%s", String.join("\n", printed), Files.exists(log) ? Files.readString(log) : "")
        .isZero();
    return printed;
  }

  /** A tree in which the launcher has built the runner. */
  private Path tree() throws IOException {
    Path launch = directory.resolve("tree/runners/spark/target/launch");
    Files.createDirectories(launch);
    Files.createSymbolicLink(
        launch.resolve(SparkCluster.bundle().getFileName()), SparkCluster.bundle());
    return directory.resolve("tree");
  }

  private Path programs() throws IOException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String opens = " " + String.join(" ", Jvm.OPENS);
    String start = "#!/bin/sh\nexec " + java + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1" + opens;
    String memory =
        " -Dspark.executor.memory=512m"
            + " -Dspark.scheduler.maxRegisteredResourcesWaitingTime=200s";
    program(
        bin.resolve("tusk"),
        start
            + memory
            + " -cp "
            + SparkCluster.build().resolve("tusk-spark.jar")
            + " io.tusk.cli.Main \"$@\"\n");
    Path home = SparkCluster.build().resolve("cluster");
    program(
        bin.resolve("spark-submit"),
        start.replace("exec", "export SPARK_HOME=" + home + " SPARK_SCALA_VERSION=2.12\nexec")
            + memory
            + " -cp '"
            + home
            + "/jars/*' org.apache.spark.deploy.SparkSubmit \"$@\"\n");
    return bin;
  }

  private static void program(Path file, String script) throws IOException {
    Files.write(file, script.getBytes(UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Without what differs from run to run: ids, times and places. */
  private static String normalised(String text) {
    return text.replaceAll("\\b[0-9a-f]{32}\\b", "ID")
        .replaceAll("\\b(?:[0-9]+h)?(?:[0-9]+m)?[0-9.]+s\\b", "TIME")
        .replaceAll("(?m)^created store .*", "created store PLACE");
  }
}
