/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.flink.runtime.messages.FlinkJobNotFoundException;
import org.apache.flink.util.concurrent.FutureUtils.RetryException;

/** Says in a sentence that a cluster was lost while a job ran on it. */
final class LostCluster {
  private LostCluster() {}

  /**
   * What the call answers.
   *
   * @param cluster HOST:PORT; nothing where it is not known
   * @throws TuskException HOST when the job manager is gone or has forgotten the job
   */
  static <T> T during(Optional<String> cluster, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw loss("the Flink cluster" + cluster.map(at -> " at " + at).orElse(""), e).orElse(e);
    }
  }

  private static Optional<RuntimeException> loss(String cluster, RuntimeException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      // It comes from the cluster as a text.
      if (String.valueOf(cause.getMessage()).contains(FlinkJobNotFoundException.class.getName())) {
        return Optional.of(
            new TuskException(
                ErrorCode.HOST,
                cluster
                    + " does not know the job any more, as its job manager was started anew;"
                    + " 'tusk run' goes on with it",
                thrown));
      }
      if (cause instanceof RetryException) {
        return Optional.of(
            new TuskException(
                ErrorCode.HOST,
                cluster
                    + " does not answer any more ("
                    + root(cause).getMessage()
                    + "); when it does, 'tusk run' goes on with the job",
                thrown));
      }
    }
    return Optional.empty();
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
