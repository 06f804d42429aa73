/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tusk.engine.host.HostFacts;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * A small process that outlives this one by a moment: when the pipe between them closes, for
 * whatever reason, it kills what this one's commands left. It knows them by the marker in their
 * environment, and the sessions of plain commands by their numbers, which it is told.
 */
final class EngineGuard implements AutoCloseable {
  /**
   * Arguments: the beginning of the markers. Ten seconds of empty rounds are needed to be done, so
   * that what was just being started is found as well, however busy the host is. A helper of the
   * JVM that is starting a process when the JVM dies may hang and keep the pipe open, so the guard
   * looks for a change of its parent, too.
   */
  private static final String SCRIPT =
      """
      sweep() {
        round=0
        while [ $round -lt 40 ]; do
          round=$((round + 1))
          for id in $live; do kill -KILL "-$id" 2>/dev/null && round=0; done
          live=
          for file in $(grep -l -a -z "^$1" /proc/[0-9]*/environ 2>/dev/null); do
            pid=${file#/proc/}
            pid=${pid%/environ}
            kill -KILL "-$pid" 2>/dev/null && round=0
            kill -KILL "$pid" 2>/dev/null && round=0
          done
          if [ $round -lt 20 ]; then sleep 0.05; else sleep 0.5; fi
        done
      }
      trap '' HUP INT QUIT TERM
      trap 'gone=1' USR1
      live=' '
      gone=
      (
        while read -r _ _ _ parent _ < "/proc/$$/stat"; do
          if [ "$parent" != "$PPID" ]; then
            kill -s USR1 $$
            sweep "$1"
            exit
          fi
          sleep 1
        done
      ) < /dev/null &
      while [ -z "$gone" ] && read -r op id; do
        case $op in
          +) live="$live$id " ;;
          -) live="${live%% $id *} ${live#* $id }" ;;
        esac
      done
      sweep "$1"
      """;

  private final Process process;
  private final OutputStream pipe;

  /**
   * @param markers what the values of the variable begin with
   */
  EngineGuard(HostFacts facts, String markers) {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sh", Launcher.MARKER + "=" + markers);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", facts.searchPath(), "LC_ALL", "C"));
    builder.directory(new File("/"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST, "no process can be started: " + e.getMessage() + "; raise the limit", e);
    }
    pipe = process.getOutputStream();
  }

  void enter(long session) {
    tell("+ " + session);
  }

  void leave(long session) {
    tell("- " + session);
  }

  private synchronized void tell(String line) {
    try {
      pipe.write((line + "\n").getBytes(US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "the process that guards commands against being left behind was killed; start again",
          e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
