/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares a cluster's slots among the jobs of this process, and leaves alone what others use. Flink
 * fails a job that has waited for slots for some minutes; so a job waits here instead.
 */
final class Slots {
  private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Supplier<JobManager.Overview> overview;
  private final Host.Sleeper sleeper;
  private final String cluster;
  private int taken;
  private boolean told;

  Slots(String cluster, Supplier<JobManager.Overview> overview, Host.Sleeper sleeper) {
    this.cluster = cluster;
    this.overview = overview;
    this.sleeper = sleeper;
  }

  /**
   * Waits until a slot is free, and takes what is, up to {@code most}; to be {@link #release}d.
   *
   * @throws TuskException HOST when the cluster is gone or has no slots any more; INTERRUPTED
   */
  int take(int most) {
    int given = tryTake(most);
    while (given == 0) {
      pause();
      given = tryTake(most);
    }
    return given;
  }

  private synchronized int tryTake(int most) {
    JobManager.Overview now = present(cluster, overview.get());
    // What was given to a job may not show yet; what others use shows at once.
    int free = Math.min(now.free(), now.slots() - taken);
    if (free <= 0) {
      tell(now);
      return 0;
    }
    int given = Math.min(most, free);
    taken += given;
    told = false;
    return given;
  }

  /** How many a job may have that waits in the cluster: what is free, or else what there is. */
  synchronized int wanted(int most) {
    JobManager.Overview now = present(cluster, overview.get());
    return Math.min(most, now.free() > 0 ? now.free() : now.slots());
  }

  synchronized void release(int given) {
    taken -= given;
  }

  private void tell(JobManager.Overview now) {
    if (!told) {
      told = true;
      LOG.warn(
          "all {} slots of the Flink cluster at {} are taken; the job waits for one",
          now.slots(),
          cluster);
    }
  }

  private void pause() {
    try {
      sleeper.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(
          ErrorCode.INTERRUPTED, "waiting for a slot of " + cluster + " was ended", e);
    }
  }

  /**
   * @throws TuskException HOST when the cluster has no slots
   */
  static JobManager.Overview present(String cluster, JobManager.Overview now) {
    if (now.slots() > 0) {
      return now;
    }
    throw new TuskException(
        ErrorCode.HOST,
        "the Flink cluster at "
            + cluster
            + " has no slots: "
            + (now.workers() == 0 ? "no task manager is" : now.workers() + " task managers are")
            + " connected; start one with bin/taskmanager.sh start, or, where they are started on"
            + " demand, say with --parallelism=N how many slots to ask for");
  }
}
