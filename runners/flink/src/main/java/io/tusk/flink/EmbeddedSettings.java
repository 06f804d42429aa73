/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ResourceManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/**
 * How large a cluster in this process is. All of it is one worker, whose slots are a matter of
 * counting: so there are many more than a job has lanes, and jobs run at the same time.
 *
 * @param slots of all jobs together
 * @param configuration what the user says, and the rest as it suits jobs that pass nothing but
 *     numbers of lanes from step to step
 */
record EmbeddedSettings(int slots, Configuration configuration) {
  private static final int SLOTS = 256;

  /** Which jobs run at the same time at least, though each has all lanes that it may have. */
  private static final int JOBS = 4;

  private static final int PAGE_BYTES = 4_096;
  private static final MemorySize SORTED_PER_SLOT = MemorySize.ofMebiBytes(4);
  private static final long LEAST_PAGES = 2_048;
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * @param lanes that a job has at most
   * @param files where Flink keeps its files
   */
  static EmbeddedSettings of(Configuration user, int lanes, Path files) {
    int slots = Math.max(SLOTS, Math.multiplyExact(JOBS, lanes));
    Configuration all = new Configuration(user);
    set(all, CoreOptions.TMP_DIRS, files.toString());
    set(all, WebOptions.TMP_DIR, files.toString());
    // Nobody but this process has business here.
    set(all, RestOptions.ADDRESS, LOOPBACK);
    set(all, RestOptions.BIND_ADDRESS, LOOPBACK);
    set(all, RestOptions.BIND_PORT, "0");
    set(all, JobManagerOptions.BIND_HOST, LOOPBACK);
    // What is asked within this process is answered, however busy the host is.
    set(all, RpcOptions.ASK_TIMEOUT_DURATION, Duration.ofMinutes(2));
    // Code of pipelines is unloaded by Tusk, not with a job of Flink.
    set(all, CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
    // Made for clusters whose workers come and go.
    set(all, ResourceManagerOptions.REQUIREMENTS_CHECK_DELAY, Duration.ZERO);
    set(all, TaskManagerOptions.MEMORY_SEGMENT_SIZE, new MemorySize(PAGE_BYTES));
    // Taken when a step sorts.
    set(all, TaskManagerOptions.MANAGED_MEMORY_SIZE, SORTED_PER_SLOT.multiply(slots));
    // Taken at once. A lane sends to each of the next step, and hears from each.
    long pages = Math.max(LEAST_PAGES, 2L * slots * (lanes + 2L));
    MemorySize network = new MemorySize(pages * PAGE_BYTES);
    set(all, TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    set(all, TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    return new EmbeddedSettings(slots, all);
  }

  private static <T> void set(Configuration all, ConfigOption<T> option, T value) {
    if (!all.contains(option)) {
      all.set(option, value);
    }
  }
}
