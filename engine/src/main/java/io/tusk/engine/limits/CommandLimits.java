/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.limits;

import io.tusk.engine.host.HostFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the commands of one lane within limits, one command at a time: by a control group where the
 * host lets this process make one. Else their use is measured four times a second and a command
 * that uses more is killed; no single process of it can then allocate much more than the limit
 * between two looks.
 */
public final class CommandLimits implements AutoCloseable {
  /** Reserved is not used: stacks of threads, arenas. */
  private static final long RESERVED_BYTES = 256L << 20;

  private final ResourceLimits limits;
  private final Optional<ControlGroup> group;

  private CommandLimits(ResourceLimits limits, Optional<ControlGroup> group) {
    this.limits = limits;
    this.group = group;
  }

  /** By what commands are kept within limits. */
  public enum Means {
    CONTROL_GROUPS,
    /** Looks at their use, four times a second. */
    MEASUREMENT
  }

  /** What this host allows. */
  public static Means means() {
    return ControlGroup.parent().isPresent() ? Means.CONTROL_GROUPS : Means.MEASUREMENT;
  }

  /** What is in force on this host, for people: a clause. */
  public static String inForce() {
    return means() == Means.CONTROL_GROUPS
        ? "memory and processes of commands are limited by control groups"
        : "memory and processes of commands are limited by looking at their use four times a"
            + " second, as this host lets tusk make no control group (version 2, delegated)";
  }

  public static CommandLimits open(ResourceLimits limits) {
    return open(limits, ControlGroup.parent());
  }

  public static CommandLimits open(ResourceLimits limits, Optional<Path> parent) {
    return new CommandLimits(limits, parent.flatMap(path -> ControlGroup.create(path, limits)));
  }

  public ResourceLimits limits() {
    return limits;
  }

  /** Whether somebody must measure. */
  public boolean isMeasured() {
    return group.isEmpty();
  }

  /** What the first process of a command is started by. */
  public List<String> outer() {
    return group.map(ControlGroup::enter).orElse(List.of());
  }

  /** What the command itself is started by. */
  public List<String> inner(HostFacts facts) {
    List<String> prefix = new ArrayList<>();
    Optional<Path> prlimit = facts.tool("prlimit");
    if (group.isEmpty() && limits.memory().isPresent() && prlimit.isPresent()) {
      long most = 2 * Math.min(limits.memory().getAsLong(), 1L << 60) + RESERVED_BYTES;
      prefix.addAll(List.of(prlimit.get().toString(), "--data=" + most, "--"));
    }
    return prefix;
  }

  /** What limit a command has reached since this was last asked, as the group knows. */
  public Optional<String> reached() {
    return group.flatMap(ControlGroup::reached);
  }

  /** No command may be running. */
  @Override
  public void close() {
    group.ifPresent(ControlGroup::close);
  }
}
