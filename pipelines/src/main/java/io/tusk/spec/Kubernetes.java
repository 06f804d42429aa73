/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What only a Kubernetes cluster can heed: kept with the pipeline, otherwise without effect.
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
   */
  public record Resources(double cpu, String memory, String disk, Optional<Gpu> gpu) {}

  /** GPUs of a kind such as {@code nvidia.com/gpu}. */
  public record Gpu(String type, long number) {}
}
