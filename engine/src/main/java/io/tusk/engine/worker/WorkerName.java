/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which lane, on which host, for people: {@code host-lane}. */
record WorkerName(String value) {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  static WorkerName ofLane(int lane) {
    return new WorkerName(host() + "-" + lane);
  }

  static String host() {
    try {
      String name = Files.readString(HOST_NAME).trim().replaceAll("\\s", "-");
      return name.isEmpty() ? "worker" : name;
    } catch (IOException e) {
      return "worker";
    }
  }
}
