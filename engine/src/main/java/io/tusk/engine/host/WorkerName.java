/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which lane, on which host, for people: {@code host-lane}. */
public record WorkerName(String value) {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  public static WorkerName ofLane(int lane) {
    return new WorkerName(host() + "-" + lane);
  }

  public static String host() {
    try {
      String name = Files.readString(HOST_NAME).trim().replaceAll("\\s", "-");
      return name.isEmpty() ? "worker" : name;
    } catch (IOException e) {
      return "worker";
    }
  }
}
