/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import io.tusk.datum.DatumStats;
import io.tusk.datum.PlanItem;
import io.tusk.engine.input.InputCache;
import io.tusk.engine.log.DatumLog;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.files.FileSets;
import io.tusk.host.Stopwatch;
import io.tusk.pieces.PackWriter;
import io.tusk.transform.DatumTransform;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** User code in Java, run in this process. */
public final class JavaTransform implements Transform {
  /** How long code that is interrupted may take to end. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final FileSets files;
  private final InputCache inputs;
  private final ShownFiles shown;
  private final Supplier<DatumTransform> loader;
  private final Function<PlanItem.Run, Map<String, String>> environment;
  private final TryControl control;
  private final Optional<Duration> limit;
  private final Runnable unload;
  private DatumTransform code;

  /**
   * @param loader makes an instance; more than one is made only after code that did not end
   * @param limit how long the code may work on a datum
   * @param unload lets the code go when this is closed
   */
  public JavaTransform(
      FileSets files,
      InputCache inputs,
      ShownFiles shown,
      Supplier<DatumTransform> loader,
      Function<PlanItem.Run, Map<String, String>> environment,
      TryControl control,
      Optional<Duration> limit,
      Runnable unload) {
    this.files = files;
    this.inputs = inputs;
    this.shown = shown;
    this.loader = loader;
    this.environment = environment;
    this.control = control;
    this.limit = limit;
    this.unload = unload;
    this.code = loader.get();
  }

  /**
   * An instance of the class of that name.
   *
   * @throws TuskException INVALID when there is no such class, or it is not a transform
   */
  public static DatumTransform load(String className, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(className, true, loader);
      return type.asSubclass(DatumTransform.class).getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw invalid(className, "is not on the class path; name its jar in transform.java.jar", e);
    } catch (ClassCastException e) {
      throw invalid(className, "does not implement " + DatumTransform.class.getName(), e);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw invalid(className, "has no public constructor without parameters", e);
    } catch (InstantiationException e) {
      throw invalid(className, "is abstract; name a class that can be made", e);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw invalid(className, "cannot be made: its constructor throws " + e.getCause(), e);
    } catch (LinkageError e) {
      throw invalid(className, "cannot be loaded: " + e, e);
    }
  }

  private static TuskException invalid(String className, String fact, Throwable cause) {
    return new TuskException(ErrorCode.INVALID, "class " + className + " " + fact, cause);
  }

  @Override
  public Try run(PlanItem.Run datum, DatumLog log, PackWriter out) {
    FileSetEditor outputs = files.edit(FileSet.EMPTY, out);
    Stopwatch watch = Stopwatch.start();
    Optional<DirectoryEntry> written = Optional.empty();
    TryControl.Running running = control.open();
    try (running;
        DatumFiles seen =
            new DatumFiles(files, inputs, shown, datum, environment.apply(datum), outputs, out)) {
      process(seen, running);
      seen.requireClosed();
      written = Optional.of(outputs.finishDirectory());
    } catch (TuskException e) {
      if (isOurs(e) && !running.ended().get()) {
        throw e;
      }
      log.tusk(String.valueOf(e.getMessage()));
    } catch (LateException e) {
      log.tusk(String.valueOf(e.getMessage()));
    } catch (Exception | Error e) {
      explain(e, log);
      if (e instanceof InterruptedException && !running.ended().get()) {
        Thread.currentThread().interrupt();
      }
    }
    Duration taken = watch.elapsed();
    long read = shown.readableBytes(datum);
    long wrote = written.map(DirectoryEntry::bytes).orElse(0L);
    DatumStats stats = new DatumStats(Duration.ZERO, taken, Duration.ZERO, read, wrote);
    return new Try(outcome(written, running), stats);
  }

  private static Outcome outcome(Optional<DirectoryEntry> written, TryControl.Running running) {
    if (written.isPresent()) {
      return new Outcome.Processed(written.get());
    }
    boolean stopped = running.ended().get() || Thread.currentThread().isInterrupted();
    return stopped ? new Outcome.Stopped() : new Outcome.Failed();
  }

  private void process(DatumFiles seen, TryControl.Running running) throws Exception {
    if (limit.isPresent()) {
      processWithin(limit.get(), seen, running);
    } else {
      running.interrupts(Thread.currentThread());
      code.process(seen);
    }
  }

  /** In a thread of its own, which is given up when it does not heed being interrupted. */
  private void processWithin(Duration time, DatumFiles seen, TryControl.Running running)
      throws Exception {
    DatumTransform instance = code;
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              instance.process(seen);
              return null;
            });
    Thread thread = new Thread(task, "tusk-datum");
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.setDaemon(true);
    thread.start();
    running.interrupts(Thread.currentThread());
    try {
      task.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      rethrow(e);
    } catch (TimeoutException e) {
      end(thread, seen);
      throw new LateException(
          "the code was ended after "
              + time.toMillis() / 1000.0
              + " s, its time limit; raise datum_timeout or make it faster",
          e);
    } catch (InterruptedException e) {
      end(thread, seen);
      throw e;
    }
  }

  private void end(Thread thread, DatumFiles seen) {
    thread.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(GRACE.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (thread.isAlive()) {
      seen.abandon();
      code = loader.get();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(ExecutionException e) throws Exception {
    if (e.getCause() instanceof Exception exception) {
      throw exception;
    }
    throw (Error) e.getCause();
  }

  /** The code took too long; its message is the user's. */
  private static final class LateException extends Exception {
    private static final long serialVersionUID = 1L;

    LateException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Whether the fault lies with Tusk, the store or the host, and not with the user's code. */
  private static boolean isOurs(TuskException e) {
    return switch (e.code()) {
      case USAGE, INVALID, NOT_FOUND, CONFLICT, JOB_FAILED -> false;
      case OUTCOME_UNKNOWN, STORAGE, CORRUPT, FORMAT, HOST, INTERRUPTED, INTERNAL -> true;
    };
  }

  /** The stack down to the user's own frames, and last what went wrong, so that the tail has it. */
  private static void explain(Throwable e, DatumLog log) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = e; cause != null && seen.add(cause); cause = cause.getCause()) {
      log.user((cause == e ? "" : "Caused by: ") + cause);
      for (StackTraceElement frame : cause.getStackTrace()) {
        if (frame.getClassName().equals(JavaTransform.class.getName())) {
          break;
        }
        log.user("\tat " + frame);
      }
    }
    log.tusk("the code threw " + e);
  }

  @Override
  public void close() {
    unload.run();
  }
}
