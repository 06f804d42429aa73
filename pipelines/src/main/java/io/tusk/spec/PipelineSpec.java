/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec;

import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a pipeline is, with all defaults filled in. Absent texts are empty.
 *
 * @param input absent only where the specification names none
 * @param parallelism workers, at least 1; absent: as many as the runner has
 * @param output the branch that receives results; its repository is the pipeline's
 * @param datumTimeout positive: the longest that one try may take
 * @param datumTries tries of a datum in total, at least 1
 * @param jobTimeout positive: how long after its start a job is killed
 * @param salt absent: a random one is made when the pipeline is created
 * @param maximumExpectedUptime positive
 */
public record PipelineSpec(
    PipelineName name,
    String description,
    Transform transform,
    Optional<Input> input,
    OptionalLong parallelism,
    BranchName output,
    Optional<Egress> egress,
    Optional<DatumSetSpec> datumSets,
    Optional<Duration> datumTimeout,
    long datumTries,
    Optional<Duration> jobTimeout,
    Optional<String> salt,
    ReprocessSpec reprocess,
    boolean autoscaling,
    boolean s3Out,
    Optional<Spout> spout,
    Optional<Service> service,
    Kubernetes kubernetes,
    Optional<Duration> maximumExpectedUptime,
    Optional<RawJson> determined,
    Optional<RawJson> tfJob) {
  public static final String DEFAULT_OUTPUT_BRANCH = "master";
  public static final long DEFAULT_DATUM_TRIES = 3;

  /** When a job runs its datums again. */
  public enum ReprocessSpec {
    /** Datums that succeeded once are skipped. */
    UNTIL_SUCCESS,
    EVERY_JOB
  }

  /**
   * How datums are grouped into shards; 0 stands for an absent number, and at least one is given.
   *
   * @param number datums of a shard
   * @param sizeBytes input bytes of a shard
   * @param perWorker shards of a worker
   */
  public record DatumSetSpec(long number, long sizeBytes, long perWorker) {}

  /** A long-running producer. */
  public record Spout(Optional<Service> service) {}

  /** A long-running server; ports are 0 when absent. */
  public record Service(long internalPort, long externalPort, String ip, String type) {}
}
