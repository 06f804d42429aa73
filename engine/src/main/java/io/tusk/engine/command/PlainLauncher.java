/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import io.tusk.engine.host.HostFacts;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** No view of its own: a process that finds its inputs by a variable. */
final class PlainLauncher implements Launcher {
  private final HostFacts facts;

  PlainLauncher(HostFacts facts) {
    this.facts = facts;
  }

  @Override
  public Isolation isolation() {
    return Isolation.NONE;
  }

  @Override
  public Launch launch(CommandRequest request, String marker) {
    Map<String, String> environment = new LinkedHashMap<>(Launcher.environment(facts, request));
    environment.put("PFS_ROOT", request.view().pfsRoot());
    environment.put("TMPDIR", request.view().tmpRoot());
    environment.put(MARKER, marker);
    environment.putAll(request.secrets());
    return new Launch(
        Launcher.arguments(facts, request),
        environment,
        Path.of(request.workingDirectory().orElse("/")),
        false);
  }
}
