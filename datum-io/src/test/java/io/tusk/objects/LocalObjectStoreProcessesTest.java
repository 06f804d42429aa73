/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Local stores in processes of their own: racing ones, and some on real small or locked disks. */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class LocalObjectStoreProcessesTest {
  private static final int PROCESSES = 3;
  private static final int ROUNDS = 100;

  @TempDir private Path directory;

  /**
   * Creates the key of each line that comes in, and answers with what became of it; then makes and
   * empties directories that the others make and empty too.
   */
  static final class Racer {
    private Racer() {}

    public static void main(String[] arguments) throws IOException {
      ObjectStore store = new LocalObjectStore(Path.of(arguments[0]));
      byte[] name = arguments[1].getBytes(UTF_8);
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      PrintStream out = new PrintStream(System.out, true, UTF_8);
      for (String key = in.readLine(); key != null; key = in.readLine()) {
        out.println(store.createIfAbsent(key, name));
        for (int i = 0; i < 3; i++) {
          store.put("shared/by/all/" + arguments[1], name);
          store.delete("shared/by/all/" + arguments[1]);
        }
      }
    }
  }

  private record Running(Process process, Writer in, BufferedReader out) {
    static Running start(String... command) throws IOException {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Running(
          process,
          process.outputWriter(UTF_8),
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
    }
  }

  private static List<String> java(Class<?> main) {
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName());
  }

  @Test
  void oneOfManyProcessesCreates() throws Exception {
    Path root = directory.resolve("store");
    List<Running> racers = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        List<String> command = new ArrayList<>(java(Racer.class));
        command.addAll(List.of(root.toString(), "process" + i));
        racers.add(Running.start(command.toArray(String[]::new)));
      }
      int[] wins = new int[PROCESSES];
      ObjectStore store = new LocalObjectStore(root);
      for (int round = 0; round < ROUNDS; round++) {
        String key = "race/" + round / 10 + "/" + round + "/x/y";
        for (Running racer : racers) {
          racer.in().write(key + "\n");
        }
        for (Running racer : racers) {
          racer.in().flush();
        }
        List<Integer> winners = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
          String answer = racers.get(i).out().readLine();
          assertThat(answer).isIn("CREATED", "EXISTS");
          if (answer.equals("CREATED")) {
            winners.add(i);
          }
        }
        assertThat(winners).as("winners of round %d", round).hasSize(1);
        wins[winners.get(0)]++;
        assertThat(store.read(key)).hasValue(("process" + winners.get(0)).getBytes(UTF_8));
      }
      for (Running racer : racers) {
        racer.in().close();
        assertThat(racer.process().waitFor()).isZero();
      }
      assertThat(store.list("", "", 10_000)).hasSize(ROUNDS);
      assertThat(root.resolve("shared")).isEmptyDirectory();
      assertThat(root.resolve("tmp")).isEmptyDirectory();
      assertThat(wins).as("a race that one always wins is none").doesNotContain(ROUNDS);
    } finally {
      racers.forEach(racer -> racer.process().destroyForcibly());
    }
  }

  /** Fills the store, then prints what went wrong and what is left. */
  static final class Filler {
    private Filler() {}

    public static void main(String[] arguments) throws IOException {
      Path root = Path.of(arguments[0]);
      ObjectStore store = new LocalObjectStore(root);
      PrintStream out = new PrintStream(System.out, true, UTF_8);
      store.put("a/first", new byte[] {1});
      int objects = 0;
      try {
        while (objects < 100) {
          store.put("b/" + objects, new byte[100_000]);
          objects++;
        }
      } catch (RuntimeException e) {
        out.println(e.getMessage());
      }
      out.println(objects > 5 && store.list("b/", "", 1000).size() == objects);
      try (Stream<Path> left = Files.list(root.resolve("tmp"))) {
        out.println(left.count());
      }
      store.delete("b/0");
      out.println(store.createIfAbsent("b/0", new byte[90_000]));
    }
  }

  /** Tries every write, and prints what it was told. */
  static final class Prober {
    private Prober() {}

    public static void main(String[] arguments) {
      ObjectStore store = new LocalObjectStore(Path.of(arguments[0]));
      PrintStream out = new PrintStream(System.out, true, UTF_8);
      attempt(out, () -> store.put("a/b", new byte[1]));
      attempt(out, () -> out.println(store.createIfAbsent("c/d", new byte[1])));
      attempt(out, () -> out.println(store.createIfAbsent("a/first", new byte[1])));
      attempt(out, () -> store.delete("a/first"));
      out.println(store.list("", "", 1000));
      out.println(store.read("a/first").orElseThrow().length);
    }

    private static void attempt(PrintStream out, Runnable call) {
      try {
        call.run();
      } catch (RuntimeException e) {
        out.println(e.getMessage());
      }
    }
  }

  @Test
  void aRealDiskThatIsFullIsRefusedAndGoesOnWhenThereIsRoom() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assertThat(inNamespace("mount -t tmpfs -o size=2m none \"$0\"", Filler.class, disk))
        .containsExactly(
            "store "
                + disk
                + "/s cannot be written: the disk is full or over quota; free some space and try"
                + " again",
            "true",
            "0",
            "CREATED");
  }

  @Test
  void aRealReadOnlyDiskIsRefusedAndCanBeRead() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    String refused =
        "store "
            + disk
            + "/s cannot be written: read-only file system; mount it writable or name another"
            + " directory";
    String mounts =
        "mount -t tmpfs none \"$0\" && mkdir -p \"$0/s/a\" && printf x > \"$0/s/a/first\""
            + " && mount -o remount,bind,ro \"$0\"";
    assertThat(inNamespace(mounts, Prober.class, disk))
        .containsExactly(refused, refused, "EXISTS", refused, "[a/first]", "1");
  }

  /**
   * What {@code main} prints on a store below {@code disk}, $0 of {@code mounts}, which only it
   * sees.
   */
  private static List<String> inNamespace(String mounts, Class<?> main, Path disk)
      throws Exception {
    assumeTrue(
        mayMount(disk), "user namespaces are not allowed here: no disk of its own to test on");
    String command = mounts + " && exec \"$@\"";
    List<String> line =
        new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", command, disk.toString()));
    line.addAll(java(main));
    line.add(disk.resolve("s").toString());
    Running running = Running.start(line.toArray(String[]::new));
    List<String> printed = running.out().lines().toList();
    assertThat(running.process().waitFor()).isZero();
    return printed;
  }

  private static boolean mayMount(Path disk) throws InterruptedException {
    try {
      String[] command = {"unshare", "-rm", "mount", "-t", "tmpfs", "none", disk.toString()};
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
