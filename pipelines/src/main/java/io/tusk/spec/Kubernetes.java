/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a Kubernetes cluster can heed: kept with the pipeline, otherwise without effect but for the
 * limits of memory and processes.
 *
 * @param tolerations JSON objects
 * @param podSpec JSON text, or empty
 * @param podPatch JSON text, or empty
 */
public record Kubernetes(
    Optional<Resources> resourceRequests,
    Optional<Resources> resourceLimits,
    Optional<Resources> sidecarResourceRequests,
    Optional<Resources> sidecarResourceLimits,
    Map<String, String> nodeSelector,
    String priorityClassName,
    List<RawJson> tolerations,
    String podSpec,
    String podPatch,
    Map<String, String> annotations,
    Map<String, String> labels) {
  public Kubernetes {
    nodeSelector = Collections.unmodifiableMap(new TreeMap<>(nodeSelector));
    tolerations = List.copyOf(tolerations);
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /**
   * Resources of a container.
   *
   * @param cpu cores; 0 when absent
   * @param memory Kubernetes quantity, or empty
   * @param disk Kubernetes quantity, or empty
   * @param processes Tusk's own; 0 when absent
   */
  public record Resources(
      double cpu, String memory, String disk, Optional<Gpu> gpu, long processes) {
    /** {@code memory} in bytes, rounded down; absent when it is empty or 0. */
    public OptionalLong memoryBytes() {
      long bytes = Quantity.bytes(memory);
      return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
    }
  }

  /** GPUs of a kind such as {@code nvidia.com/gpu}. */
  public record Gpu(String type, long number) {}
}
