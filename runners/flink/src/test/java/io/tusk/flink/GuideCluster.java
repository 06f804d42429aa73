/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a guide needs of the cluster that tests share. */
public final class GuideCluster {
  private final FlinkCluster cluster;

  private GuideCluster(FlinkCluster cluster) {
    this.cluster = cluster;
  }

  public static GuideCluster shared() {
    return new GuideCluster(FlinkCluster.shared());
  }

  /** HOST:PORT. */
  public String address() {
    return cluster.address();
  }

  public Path bundle() {
    return FlinkHome.bundle();
  }

  /** A shell script that does what Flink's own {@code flink} does. */
  public String client() {
    List<String> line = new ArrayList<>(FlinkHome.java("-Xmx512m"));
    line.add("-Dorg.slf4j.simpleLogger.logFile=" + cluster.log("client"));
    line.add("-cp");
    line.add(FlinkHome.libraries());
    line.add("org.apache.flink.client.cli.CliFrontend");
    return "#!/usr/bin/env bash\nexport FLINK_CONF_DIR='"
        + cluster.configuration()
        + "'\nexec '"
        + String.join("' '", line)
        + "' \"$@\"\n";
  }
}
