/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns a request into the process that gives a command its view. */
sealed interface Launcher permits BubblewrapLauncher, UnshareLauncher, PlainLauncher {
  /**
   * The variable that every process of a command carries, at least until the command itself runs,
   * so that what is left of it can be found.
   */
  String MARKER = "TUSK_COMMAND";

  Isolation isolation();

  Launch launch(CommandRequest request, String marker) throws IOException;

  /** The command's whole environment, but for what {@code request} adds. */
  static Map<String, String> environment(HostFacts facts, CommandRequest request) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", facts.searchPath());
    environment.put("HOME", request.view().tmpRoot());
    environment.put("LANG", "C.UTF-8");
    environment.put("LC_ALL", "C.UTF-8");
    facts.timeZone().ifPresent(zone -> environment.put("TZ", zone));
    environment.put("PWD", request.workingDirectory().orElse("/"));
    environment.putAll(request.environment());
    return environment;
  }

  static Map<String, String> engineEnvironment(HostFacts facts, String marker) {
    return Map.of("PATH", facts.searchPath(), "LC_ALL", "C.UTF-8", MARKER, marker);
  }
}
