/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.client.program.ContextEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.runtime.util.EnvironmentInformation;

/** That this process was started by Flink's own client, or by a cluster for this program alone. */
// The older of Flink's two interfaces hands out splits one by one, so Beam's batches use it.
@SuppressWarnings("deprecation")
final class SubmittedProgram {
  private final ExecutionEnvironment environment;

  private SubmittedProgram(ExecutionEnvironment environment) {
    this.environment = environment;
  }

  static Optional<SubmittedProgram> find() {
    return ExecutionEnvironment.areExplicitEnvironmentsAllowed()
        ? Optional.empty()
        : Optional.of(new SubmittedProgram(ExecutionEnvironment.getExecutionEnvironment()));
  }

  private Configuration configuration() {
    return environment.getConfiguration();
  }

  /**
   * Said by {@code flink run} in any case, and by clusters of one program if somebody wishes so.
   */
  boolean isDetached() {
    return !configuration().getOptional(DeploymentOptions.ATTACHED).orElse(true);
  }

  /** What {@code flink run -p} or Flink's configuration says. */
  OptionalInt parallelism() {
    return configuration()
        .getOptional(CoreOptions.DEFAULT_PARALLELISM)
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  /** Of the Flink that loaded this class. */
  static String version() {
    return EnvironmentInformation.getVersion();
  }

  /**
   * Where the cluster is, if it was there before this program and answers at an address without
   * TLS, for which Flink's client alone has the keys.
   */
  Optional<JobManager> standing() {
    String address = configuration().get(RestOptions.ADDRESS);
    boolean standing = ClusterSession.TARGET.equals(configuration().get(DeploymentOptions.TARGET));
    return standing && address != null && !configuration().get(SecurityOptions.SSL_REST_ENABLED)
        ? Optional.of(JobManager.of(address + ":" + configuration().get(RestOptions.PORT)))
        : Optional.empty();
  }

  /** Has the jobs that follow, of whatever thread, restart like that. */
  void apply(Restarts restarts) {
    Configuration attached = new Configuration(configuration());
    attached.set(DeploymentOptions.ATTACHED, !isDetached());
    Environments.provide(
        () -> {
          ExecutionEnvironment next =
              new ContextEnvironment(
                  environment.getExecutorServiceLoader(),
                  attached,
                  environment.getUserCodeClassLoader(),
                  false,
                  // What the job came to is told by Tusk; of one that goes on, its id by Flink.
                  !isDetached());
          next.setRestartStrategy(restarts.in(attached));
          return next;
        });
  }
}
