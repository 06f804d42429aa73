/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.engine.host.HostFacts;
import io.tusk.engine.host.NamedPipes;
import io.tusk.engine.view.DatumView;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A command that asks for one datum after the other by {@code tusk next datum}, or {@code pachctl
 * next datum}. Both are a small script on its {@code PATH}: it writes to a named pipe how the datum
 * before went, and reads from another one when the next is there.
 */
public final class BatchCommand implements AutoCloseable {
  private static final String DIRECTORY = ".tusk-next";

  /** Who reads the output may be held up on a busy host; the end of the command ends it too. */
  private static final Duration MARK_WITHIN = Duration.ofMinutes(1);

  /** What is asked, a line each; a message comes line by line between an error and its end. */
  private static final String OK = "ok";

  private static final String ERROR = "error";
  private static final String TEXT = "+";
  private static final String END = "end";

  /** More than an argument can hold. */
  private static final int ASK_BYTES = 256 << 10;

  /** Only code that does not wait for answers asks so often. */
  private static final int MOST_EVENTS = 64;

  /** What happens to it. */
  public sealed interface Event {
    /** It asks for the next datum; {@code error} says why the one before failed, if it did. */
    record Asked(Optional<String> error) implements Event {}

    record Ended(CommandOutcome outcome) implements Event {}
  }

  private final String id;
  private final Path directory;
  private final RandomAccessFile ask;
  private final RandomAccessFile answer;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicReference<OutputMark> mark = new AtomicReference<>();
  private final AtomicReference<CountDownLatch> marked = new AtomicReference<>();
  private final Thread command;
  private final LogSink log;
  private final Host host;
  private final boolean isolated;
  private volatile boolean ended;

  /** For the caller's thread; null before it was needed. */
  private Halt halt;

  /** What has come of it; null while none is being told. For the thread that reads. */
  private StringBuilder message;

  private BatchCommand(CommandRunner runner, CommandRequest request, String id) throws IOException {
    this.id = id;
    DatumView view = request.view();
    this.host = runner.host();
    this.isolated = view.isolated();
    this.directory = Files.createDirectories(view.tmp().resolve(DIRECTORY));
    makePrograms(view.tmpRoot() + "/" + DIRECTORY);
    makePipes(runner.facts());
    // Open for both, so that neither side waits for the other to open its end.
    this.ask = new RandomAccessFile(directory.resolve("ask").toFile(), "rw");
    this.answer = new RandomAccessFile(directory.resolve("answer").toFile(), "rw");
    this.log = request.log();
    CommandRequest complete =
        request
            .withEnvironment(withPrograms(request.environment(), view, runner.facts()))
            .withStop(stop)
            .withLog(this::line, new LogLimits(16 << 10, Long.MAX_VALUE, 64 << 10, 20));
    this.command = daemon("tusk-batch", () -> run(runner, complete));
    daemon("tusk-batch-asks", this::readAsks);
  }

  /**
   * Starts it.
   *
   * @param request its time limit holds for the command as a whole; its log gets lines from a
   *     thread of its own
   * @param id random, so that nothing that the command prints is taken for what is not its own
   */
  public static BatchCommand start(CommandRunner runner, CommandRequest request, String id)
      throws IOException {
    return new BatchCommand(runner, request, id);
  }

  private static Thread daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void makePrograms(String seen) throws IOException {
    String script =
        String.join(
            "\n",
            "#!/bin/sh",
            "usage() { echo 'in a datum there is: '\"${0##*/}\"' next datum [--error MESSAGE]' >&2;"
                + " exit 2; }",
            "[ \"$1 $2\" = 'next datum' ] || usage",
            "shift 2",
            "message=",
            "while [ $# -gt 0 ]; do",
            "  case $1 in",
            "    --error) [ $# -gt 1 ] || usage; message=$2; shift 2 ;;",
            "    --error=*) message=${1#--error=}; shift ;;",
            "    *) usage ;;",
            "  esac",
            "done",
            "tell() {",
            "  [ -n \"$message\" ] || { echo " + OK + "; return; }",
            "  echo " + ERROR,
            "  printf '%s\\n' \"$message\" | while IFS= read -r line; do",
            "    printf '" + TEXT + "%s\\n' \"$line\"",
            "  done",
            "  echo " + END,
            "}",
            "tell > '" + seen + "/ask' && read -r answer < '" + seen + "/answer'",
            "");
    Path programs = Files.createDirectories(directory.resolve("bin"));
    for (String name : List.of("tusk", "pachctl")) {
      Path program = Files.writeString(programs.resolve(name), script);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private void makePipes(HostFacts facts) throws IOException {
    for (String name : List.of("ask", "answer")) {
      Files.deleteIfExists(directory.resolve(name));
    }
    new NamedPipes(facts).make(directory, "0666", List.of("ask", "answer"));
  }

  private static Map<String, String> withPrograms(
      Map<String, String> environment, DatumView view, HostFacts facts) {
    Map<String, String> all = new HashMap<>(environment);
    String path = environment.getOrDefault("PATH", facts.searchPath());
    all.put("PATH", view.tmpRoot() + "/" + DIRECTORY + "/bin:" + path);
    return all;
  }

  private void run(CommandRunner runner, CommandRequest request) {
    try {
      events.add(new Event.Ended(runner.run(request, mark::set)));
    } catch (RuntimeException e) {
      CommandEnd end = new CommandEnd.NotStarted(126, String.valueOf(e.getMessage()));
      events.add(new Event.Ended(CommandOutcome.of(request.arguments().get(0), end)));
    } finally {
      CountDownLatch latch = marked.get();
      if (latch != null) {
        latch.countDown();
      }
    }
  }

  /** All that code can say comes through the pipe: a file of its view could be a link to others. */
  private void readAsks() {
    byte[] buffer = new byte[8 << 10];
    LineSplitter asks = new LineSplitter(this::ask, ASK_BYTES);
    try (ask;
        InputStream pipe = new FileInputStream(ask.getFD())) {
      for (int n = pipe.read(buffer); n >= 0 && !ended; n = pipe.read(buffer)) {
        asks.add(buffer, 0, n);
      }
    } catch (IOException e) {
      // The command's own end is told in any case.
      return;
    }
  }

  private void ask(String line) {
    if (line.equals(OK)) {
      asked(Optional.empty());
    } else if (line.equals(ERROR)) {
      message = new StringBuilder();
    } else if (message != null && line.equals(END)) {
      asked(Optional.of(message.toString()));
      message = null;
    } else if (message != null && line.startsWith(TEXT) && message.length() < ASK_BYTES) {
      message.append(message.length() == 0 ? "" : "\n").append(line, TEXT.length(), line.length());
    }
  }

  private void asked(Optional<String> error) {
    if (events.size() < MOST_EVENTS) {
      events.add(new Event.Asked(error));
    }
  }

  private void line(String line) {
    CountDownLatch latch = marked.get();
    if (latch != null && line.endsWith(id)) {
      String rest = line.substring(0, line.length() - id.length());
      if (!rest.isEmpty()) {
        log.line(rest);
      }
      latch.countDown();
    } else {
      log.line(line);
    }
  }

  /**
   * What happens next, if it does within the time. When the command asks, its processes are held
   * until the answer, so that they change no file meanwhile; not without isolation.
   *
   * @throws TuskException with {@code HOST} when they cannot be
   */
  public Optional<Event> await(Duration time) throws InterruptedException, IOException {
    Event event = events.poll(time.toNanos(), TimeUnit.NANOSECONDS);
    if (event instanceof Event.Asked) {
      awaitOutput();
      hold();
    }
    return Optional.ofNullable(event);
  }

  /** What it printed before it asked belongs to the datum before. */
  private void awaitOutput() throws InterruptedException {
    CountDownLatch latch = new CountDownLatch(1);
    marked.set(latch);
    OutputMark output = mark.get();
    if (output != null && output.put(id)) {
      latch.await(MARK_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
    }
    marked.set(null);
  }

  private void hold() throws IOException {
    OutputMark first = mark.get();
    if (isolated && first != null) {
      if (halt == null) {
        halt = new Halt(first.pid(), host);
      }
      halt.hold();
    }
  }

  /** Says that the datum that was asked for is there. */
  public void answer() throws IOException {
    if (halt != null) {
      halt.release();
    }
    answer.write("go\n".getBytes(UTF_8));
  }

  /** Ends the command with all that it has started. */
  @Override
  public void close() {
    stop.set(true);
    boolean interrupted = Thread.interrupted();
    try {
      command.join();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    ended = true;
    if (halt != null) {
      halt.close();
    }
    try {
      // Wakes the thread that reads.
      ask.write("end\n".getBytes(UTF_8));
      answer.close();
    } catch (IOException e) {
      ended = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
