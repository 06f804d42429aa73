/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Backoff;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import java.time.Duration;

/**
 * Waits until others change a store. While nothing happens it asks ever less often, in the end
 * every second on average, and each question is one read of the log's next record.
 */
public final class StoreWatch {
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration CAP = Duration.ofSeconds(2);

  /** So often the log is listed: its next record may have come and been collected. */
  private static final int LISTED = 30;

  private final TuskStore store;
  private long seen;

  /**
   * @param last what was seen of the store already
   */
  public StoreWatch(TuskStore store, Snapshot last) {
    this.store = store;
    this.seen = last.record().number();
  }

  /**
   * The newest state of the store, once it is newer than what was seen, which it then is.
   *
   * @throws TuskException INTERRUPTED
   */
  public Snapshot next() {
    Backoff backoff = new Backoff(store.host(), FIRST, CAP);
    while (true) {
      boolean listed = backoff.pauses() % LISTED == LISTED - 1;
      if (listed || store.log().record(seen + 1).isPresent()) {
        Snapshot now = store.snapshot();
        if (now.record().number() > seen) {
          seen = now.record().number();
          return now;
        }
      }
      backoff.pause(ErrorCode.INTERRUPTED, "interrupted");
    }
  }
}
