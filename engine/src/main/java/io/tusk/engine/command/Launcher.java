/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import io.tusk.engine.host.HostFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** Before a secret's name in {@link #engineEnvironment}. */
  String SECRET = "TUSK_SECRET_";

  /** Which secrets there are, with a blank between them. */
  String SECRETS = "TUSK_SECRETS";

  /** For a shell: gives secrets their own names, so that they stand in no argument. */
  String TAKE_SECRETS =
      " for TUSK_SECRET in $TUSK_SECRETS; do"
          + " eval \"export $TUSK_SECRET=\\\"\\$TUSK_SECRET_$TUSK_SECRET\\\"\";"
          + " unset \"TUSK_SECRET_$TUSK_SECRET\"; done; unset TUSK_SECRETS TUSK_SECRET;";

  static Map<String, String> engineEnvironment(
      HostFacts facts, CommandRequest request, String marker) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", facts.searchPath());
    environment.put("LC_ALL", "C.UTF-8");
    environment.put(MARKER, marker);
    if (!request.secrets().isEmpty()) {
      request.secrets().forEach((name, value) -> environment.put(SECRET + name, value));
      environment.put(SECRETS, String.join(" ", request.secrets().keySet()));
    }
    return environment;
  }

  /** The command, run as whom the request says. */
  static List<String> arguments(HostFacts facts, CommandRequest request) {
    List<String> arguments = new ArrayList<>();
    request.limits().ifPresent(limits -> arguments.addAll(limits.inner(facts)));
    request.user().ifPresent(user -> arguments.addAll(user.prefix(facts)));
    arguments.addAll(request.arguments());
    return arguments;
  }
}
