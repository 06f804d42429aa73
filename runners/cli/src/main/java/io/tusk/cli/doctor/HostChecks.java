/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.doctor;

import io.tusk.cli.doctor.Finding.Status;
import io.tusk.cli.frame.Format;
import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationSupport;
import io.tusk.engine.limits.CommandLimits;
import io.tusk.host.TemporaryDirectory;

/** What is asked of the host, apart from how it is found out. */
final class HostChecks {
  private static final int OLDEST_JAVA = 17;
  private static final long LITTLE_SPACE = 1L << 30;

  private HostChecks() {}

  static Finding java(Runtime.Version version, String home) {
    return version.feature() >= OLDEST_JAVA
        ? new Finding(Status.OK, "java", version + " in " + home)
        : new Finding(
            Status.MISSING,
            "java",
            version
                + " in "
                + home
                + " is too old; set JAVA_HOME to a JDK "
                + OLDEST_JAVA
                + " or newer");
  }

  static Finding locale(String encoding) {
    return encoding.equals("UTF-8")
        ? new Finding(Status.OK, "locale", "file names are UTF-8")
        : new Finding(
            Status.WARNING,
            "locale",
            "file names are " + encoding + ", which has not all characters; set LC_ALL=C.UTF-8");
  }

  static Finding isolation(IsolationSupport support) {
    Isolation inForce = support.effective(Isolation.AUTO).orElse(Isolation.NONE);
    return inForce == Isolation.NONE
        ? noIsolation(support.whyNone(Isolation.AUTO))
        : new Finding(
            Status.OK,
            "isolation",
            inForce.optionValue() + "; each datum has namespaces of its own, and /pfs");
  }

  static Finding noIsolation(String remedy) {
    return new Finding(
        Status.WARNING,
        "isolation",
        "none; commands see the host, and their files under PFS_ROOT, not /pfs; " + remedy);
  }

  static Finding limits(CommandLimits.Means means) {
    return means == CommandLimits.Means.CONTROL_GROUPS
        ? new Finding(Status.OK, "limits", CommandLimits.inForce())
        : new Finding(
            Status.WARNING,
            "limits",
            CommandLimits.inForce() + "; for exact limits delegate one to the user that runs tusk");
  }

  /**
   * @param free bytes
   */
  static Finding temporary(long free) {
    String fact = TemporaryDirectory.path() + " has " + Format.size(free) + " free";
    return free < LITTLE_SPACE
        ? new Finding(
            Status.WARNING,
            "TMPDIR",
            fact + ", where datums keep their files; make room, or set TMPDIR")
        : new Finding(Status.OK, "TMPDIR", fact);
  }
}
