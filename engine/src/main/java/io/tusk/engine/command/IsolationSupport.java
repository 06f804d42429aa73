/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import io.tusk.engine.host.HostFacts;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What a host allows, as tried by {@link IsolationProbe}. */
public final class IsolationSupport {
  private static final String REMEDY =
      "install bubblewrap and allow user namespaces (sysctl kernel.unprivileged_userns_clone=1;"
          + " in a container: a seccomp profile that allows mount and unshare)";

  private final HostFacts facts;
  private final Map<Isolation, Launcher> launchers = new EnumMap<>(Isolation.class);
  private final Map<Isolation, String> failures = new EnumMap<>(Isolation.class);

  IsolationSupport(HostFacts facts) {
    this.facts = facts;
    launchers.put(Isolation.NONE, new PlainLauncher(facts));
  }

  IsolationSupport works(Launcher launcher) {
    launchers.put(launcher.isolation(), launcher);
    return this;
  }

  IsolationSupport fails(Isolation isolation, String reason) {
    failures.put(isolation, reason);
    return this;
  }

  /** The isolation that {@code wanted} comes to, if the host allows it; never {@code AUTO}. */
  public Optional<Isolation> effective(Isolation wanted) {
    if (wanted != Isolation.AUTO) {
      return launchers.containsKey(wanted) ? Optional.of(wanted) : Optional.empty();
    }
    for (Isolation isolation : new Isolation[] {Isolation.BUBBLEWRAP, Isolation.UNSHARE}) {
      if (launchers.containsKey(isolation)) {
        return Optional.of(isolation);
      }
    }
    return Optional.of(Isolation.NONE);
  }

  /** Why the host does not allow one, as a clause; empty for one that it allows. */
  public Optional<String> whyNot(Isolation isolation) {
    return Optional.ofNullable(failures.get(isolation));
  }

  Launcher launcher(Isolation wanted) {
    Isolation isolation =
        effective(wanted)
            .orElseThrow(
                () ->
                    new TuskException(
                        ErrorCode.HOST,
                        "--isolation="
                            + wanted.optionValue()
                            + " is not possible on this host ("
                            + failures.get(wanted)
                            + "); "
                            + REMEDY
                            + ", or use --isolation=none"));
    return launchers.get(isolation);
  }

  HostFacts facts() {
    return facts;
  }

  /** What to do about having no isolation; empty when {@code wanted} did not ask for any. */
  public String whyNone(Isolation wanted) {
    return wanted == Isolation.AUTO
        ? REMEDY
            + "; bubblewrap: "
            + failures.get(Isolation.BUBBLEWRAP)
            + "; unshare: "
            + failures.get(Isolation.UNSHARE)
        : "";
  }
}
