/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** No view of its own: a process in a session of its own, which finds its inputs by a variable. */
final class PlainLauncher implements Launcher {
  private final HostFacts facts;
  private final Optional<Path> setsid;

  PlainLauncher(HostFacts facts) {
    this.facts = facts;
    this.setsid = facts.tool("setsid");
  }

  @Override
  public Isolation isolation() {
    return Isolation.NONE;
  }

  @Override
  public Launch launch(CommandRequest request, String marker) {
    List<String> args = new ArrayList<>();
    setsid.ifPresent(path -> args.addAll(List.of(path.toString(), "--")));
    args.addAll(Launcher.arguments(facts, request));
    Map<String, String> environment = new LinkedHashMap<>(Launcher.environment(facts, request));
    environment.put("PFS_ROOT", request.view().pfsRoot());
    environment.put("TMPDIR", request.view().tmpRoot());
    environment.put(MARKER, marker);
    environment.putAll(request.secrets());
    return new Launch(args, environment, Path.of(request.workingDirectory().orElse("/")), false);
  }
}
