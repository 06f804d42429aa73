/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import io.tusk.datum.DatumStats;
import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
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
import java.util.function.Function;

/** User code in Java, run in this process. */
public final class JavaTransform implements Transform {
  private final FileSets files;
  private final DatumTransform code;
  private final Function<PlanItem.Run, Map<String, String>> environment;

  public JavaTransform(
      FileSets files,
      DatumTransform code,
      Function<PlanItem.Run, Map<String, String>> environment) {
    this.files = files;
    this.code = code;
    this.environment = environment;
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
  public Try run(PlanItem.Run datum, PackWriter out) {
    DatumLog log = new DatumLog();
    FileSetEditor outputs = files.edit(FileSet.EMPTY, out);
    Stopwatch watch = Stopwatch.start();
    Optional<DirectoryEntry> written = Optional.empty();
    try (DatumFiles seen = new DatumFiles(files, datum, environment.apply(datum), outputs, out)) {
      code.process(seen);
      seen.requireClosed();
      written = Optional.of(outputs.finishDirectory());
    } catch (TuskException e) {
      if (isOurs(e)) {
        throw e;
      }
      log.line("tusk: " + e.getMessage());
    } catch (Exception | Error e) {
      explain(e, log);
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
    Duration taken = watch.elapsed();
    long read = datum.paths().stream().map(InputPath::entry).mapToLong(e -> e.bytes()).sum();
    long wrote = written.map(DirectoryEntry::bytes).orElse(0L);
    DatumStats stats = new DatumStats(Duration.ZERO, taken, Duration.ZERO, read, wrote);
    return new Try(written, log, stats);
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
      log.line((cause == e ? "" : "Caused by: ") + cause);
      for (StackTraceElement frame : cause.getStackTrace()) {
        if (frame.getClassName().equals(JavaTransform.class.getName())) {
          break;
        }
        log.line("\tat " + frame);
      }
    }
    log.line("tusk: the code threw " + e);
  }

  @Override
  public void close() {}
}
