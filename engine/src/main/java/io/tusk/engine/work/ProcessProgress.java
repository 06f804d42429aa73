/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a process tells of a job.
 *
 * @param beat rises while the process works on the job
 * @param lanes how far those are that ran in it, by their numbers; none of a process that does
 *     another step
 */
public record ProcessProgress(long beat, SortedMap<Integer, Progress> lanes) {
  /** Of who lives and runs no lane. */
  static ProcessProgress beat(long beat) {
    return new ProcessProgress(beat, new TreeMap<>());
  }

  /**
   * How far each lane is. One whose process was lost runs in another as well, and comes by what the
   * first had stored: it is as far as the further of the two.
   */
  public static List<Progress> ofLanes(List<ProcessProgress> processes) {
    SortedMap<Integer, Progress> lanes = new TreeMap<>();
    for (ProcessProgress process : processes) {
      process.lanes.forEach((lane, progress) -> lanes.merge(lane, progress, Progress::further));
    }
    return List.copyOf(lanes.values());
  }

  byte[] write() {
    StringBuilder text = new StringBuilder().append(beat);
    for (Map.Entry<Integer, Progress> lane : lanes.entrySet()) {
      Progress progress = lane.getValue();
      text.append('\n').append(lane.getKey());
      text.append(' ').append(progress.processed());
      text.append(' ').append(progress.failed());
      text.append(' ').append(progress.bytes());
    }
    return text.toString().getBytes(UTF_8);
  }

  static ProcessProgress read(byte[] bytes) {
    String[] lines = new String(bytes, UTF_8).split("\n", -1);
    SortedMap<Integer, Progress> lanes = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] numbers = lines[i].split(" ", -1);
      lanes.put(
          Integer.parseInt(numbers[0]),
          new Progress(
              Long.parseLong(numbers[1]), Long.parseLong(numbers[2]), Long.parseLong(numbers[3])));
    }
    return new ProcessProgress(Long.parseLong(lines[0]), lanes);
  }
}
