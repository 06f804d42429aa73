/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux tells of a process in {@code /proc/PID/stat}, whose fields proc(5) numbers; here they
 * are without the first two, number and program.
 */
final class ProcessStat {
  private static final int STATE = 0;
  private static final int SESSION = 3;
  private static final int FLAGS = 6;
  private static final int END_OF_CODE = 24;
  private static final int START_OF_ENVIRONMENT = 47;
  private static final int END_OF_ENVIRONMENT = 48;

  /** PF_KTHREAD: a thread of the kernel, which has no memory of its own. */
  private static final long KERNEL = 0x0020_0000;

  private final String[] fields;

  private ProcessStat(String[] fields) {
    this.fields = fields;
  }

  /** Of a process that may be gone. */
  static ProcessStat of(long pid) {
    try {
      String line = new String(Files.readAllBytes(Path.of("/proc/" + pid + "/stat")), UTF_8);
      return new ProcessStat(line.substring(line.lastIndexOf(')') + 2).trim().split(" ", -1));
    } catch (IOException | IndexOutOfBoundsException e) {
      return new ProcessStat(new String[0]);
    }
  }

  /** Whether it runs no code any more: gone, or left for its parent to ask for. */
  boolean isDead() {
    return fields.length == 0 || fields[STATE].equals("Z") || fields[STATE].equals("X");
  }

  boolean isOfSession(long session) {
    return !isDead() && number(SESSION) == session;
  }

  /**
   * Whether {@code bytes} is all of its environment. That of a process which takes on another
   * program meanwhile reads as shorter, or as empty; the kernel sets the end of the code once the
   * new environment is there.
   */
  boolean hasEnvironmentOf(int bytes) {
    return isDead()
        || (number(FLAGS) & KERNEL) != 0
        || (number(END_OF_CODE) != 0
            && number(END_OF_ENVIRONMENT) - number(START_OF_ENVIRONMENT) == bytes);
  }

  /** Addresses are unsigned. */
  private long number(int field) {
    return field < fields.length ? Long.parseUnsignedLong(fields[field]) : 0;
  }
}
