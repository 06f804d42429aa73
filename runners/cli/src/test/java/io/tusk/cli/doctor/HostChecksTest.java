/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.limits.CommandLimits;
import io.tusk.engine.limits.CommandLimits.Means;
import io.tusk.host.TemporaryDirectory;
import org.junit.jupiter.api.Test;

final class HostChecksTest {
  @Test
  void java() {
    assertThat(HostChecks.java(Runtime.Version.parse("17.0.1"), "/jdk").line())
        .isEqualTo("ok       java: 17.0.1 in /jdk");
    assertThat(HostChecks.java(Runtime.Version.parse("11.0.2"), "/jdk").line())
        .isEqualTo("missing  java: 11.0.2 in /jdk is too old; set JAVA_HOME to a JDK 17 or newer");
  }

  @Test
  void locale() {
    assertThat(HostChecks.locale("UTF-8").line())
        .isEqualTo("ok       locale: file names are UTF-8");
    assertThat(HostChecks.locale("ANSI_X3.4-1968").line())
        .isEqualTo(
            "warning  locale: file names are ANSI_X3.4-1968, which has not all characters; set"
                + " LC_ALL=C.UTF-8");
  }

  @Test
  void isolationAndLimits() {
    assertThat(HostChecks.noIsolation("install it").line())
        .isEqualTo(
            "warning  isolation: none; commands see the host, and their files under PFS_ROOT, not"
                + " /pfs; install it");
    assertThat(HostChecks.limits(Means.CONTROL_GROUPS).line())
        .isEqualTo("ok       limits: " + CommandLimits.inForce());
    assertThat(HostChecks.limits(Means.MEASUREMENT).line())
        .startsWith("warning  limits: ")
        .endsWith("; for exact limits delegate one to the user that runs tusk");
  }

  @Test
  void temporaryDirectory() {
    assertThat(HostChecks.temporary(3L << 30).line())
        .isEqualTo("ok       TMPDIR: " + TemporaryDirectory.path() + " has 3GiB free");
    assertThat(HostChecks.temporary(1 << 20).line())
        .isEqualTo(
            "warning  TMPDIR: "
                + TemporaryDirectory.path()
                + " has 1MiB free, where datums keep their files; make room, or set TMPDIR");
  }
}
