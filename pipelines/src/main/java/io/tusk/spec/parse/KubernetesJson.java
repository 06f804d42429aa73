/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.Kubernetes;
import io.tusk.spec.Kubernetes.Resources;
import java.util.Optional;

/** Writes the fields that only Kubernetes can heed. */
final class KubernetesJson {
  private KubernetesJson() {}

  static void writeResources(Kubernetes kubernetes, JsonObject json) {
    resources(json, "resource_requests", kubernetes.resourceRequests());
    resources(json, "resource_limits", kubernetes.resourceLimits());
    resources(json, "sidecar_resource_limits", kubernetes.sidecarResourceLimits());
    resources(json, "sidecar_resource_requests", kubernetes.sidecarResourceRequests());
  }

  static void writeScheduling(Kubernetes kubernetes, JsonObject json) {
    if (!kubernetes.nodeSelector().isEmpty() || !kubernetes.priorityClassName().isEmpty()) {
      json.put(
          "scheduling_spec",
          new JsonObject()
              .put("node_selector", kubernetes.nodeSelector())
              .put("priority_class_name", kubernetes.priorityClassName()));
    }
    json.put("pod_spec", kubernetes.podSpec());
    json.put("pod_patch", kubernetes.podPatch());
    if (!kubernetes.annotations().isEmpty() || !kubernetes.labels().isEmpty()) {
      json.put(
          "metadata",
          new JsonObject()
              .put("annotations", kubernetes.annotations())
              .put("labels", kubernetes.labels()));
    }
    json.putRaw("tolerations", kubernetes.tolerations());
  }

  private static void resources(JsonObject json, String name, Optional<Resources> resources) {
    if (resources.isEmpty()) {
      return;
    }
    Resources value = resources.get();
    JsonObject object =
        new JsonObject()
            .put("cpu", value.cpu())
            .put("memory", value.memory())
            .put("disk", value.disk())
            .put("processes", value.processes());
    value
        .gpu()
        .ifPresent(
            gpu ->
                object.put(
                    "gpu", new JsonObject().put("type", gpu.type()).put("number", gpu.number())));
    json.put(name, object);
  }
}
