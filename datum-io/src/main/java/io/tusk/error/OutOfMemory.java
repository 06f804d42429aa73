/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.error;

import java.util.Locale;

/** That Java ran out of memory, as the operator's affair: what was full, and how to get more. */
public final class OutOfMemory {
  private static final long MEBIBYTE = 1L << 20;
  private static final int MEBIBYTES_OF_GIBIBYTE = 1024;

  private OutOfMemory() {}

  /** Of the process that runs a command. */
  public static TuskException inCommand(OutOfMemoryError e) {
    return failure("the command", "", e, Runtime.getRuntime().maxMemory());
  }

  /**
   * Of a process that does a part of a job, perhaps on a cluster.
   *
   * @param job as people name it
   */
  public static TuskException inJob(Object job, OutOfMemoryError e) {
    String cluster = "; on a cluster its own settings give the workers more";
    return failure("job " + job, cluster, e, Runtime.getRuntime().maxMemory());
  }

  /** {@code heap}: the most that it may hold, in bytes. */
  static TuskException failure(String subject, String more, OutOfMemoryError e, long heap) {
    String fact = String.valueOf(e.getMessage());
    String text =
        fact.startsWith("unable to create")
            ? " cannot start another thread (" + fact + "); allow more processes on this host"
            : String.format(
                Locale.ROOT,
                " ran out of memory: the heap is %d MiB at most (%s); TUSK_JAVA_OPTS=-Xmx%s allows"
                    + " more%s",
                (heap + MEBIBYTE - 1) / MEBIBYTE,
                fact,
                larger(heap),
                more);
    return new TuskException(ErrorCode.HOST, subject + text, e);
  }

  /** At least twice as much, as an option of Java takes it. */
  private static String larger(long heap) {
    long mebibytes = 1;
    while (mebibytes < heap / MEBIBYTE) {
      mebibytes *= 2;
    }
    mebibytes *= 2;
    return mebibytes < MEBIBYTES_OF_GIBIBYTE
        ? mebibytes + "m"
        : mebibytes / MEBIBYTES_OF_GIBIBYTE + "g";
  }
}
