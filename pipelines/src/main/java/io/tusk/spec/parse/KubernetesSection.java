/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.Kubernetes;
import io.tusk.spec.Kubernetes.Gpu;
import io.tusk.spec.Kubernetes.Resources;
import io.tusk.spec.RawJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the fields that only Kubernetes can heed. */
final class KubernetesSection {
  private KubernetesSection() {}

  static Kubernetes parse(Fields fields) {
    Optional<Fields> scheduling = fields.object("scheduling_spec");
    Optional<Fields> metadata = fields.object("metadata");
    List<RawJson> tolerations = fields.raws("tolerations");
    Kubernetes kubernetes =
        new Kubernetes(
            resources(fields, "resource_requests"),
            resources(fields, "resource_limits"),
            resources(fields, "sidecar_resource_requests"),
            resources(fields, "sidecar_resource_limits"),
            map(scheduling, "node_selector"),
            scheduling.map(object -> object.text("priority_class_name")).orElse(""),
            tolerations,
            jsonText(fields, "pod_spec"),
            jsonText(fields, "pod_patch"),
            map(metadata, "annotations"),
            map(metadata, "labels"));
    scheduling.ifPresent(Fields::end);
    metadata.ifPresent(Fields::end);
    return kubernetes;
  }

  private static Map<String, String> map(Optional<Fields> fields, String name) {
    return fields.map(object -> object.textMap(name)).orElse(Map.of());
  }

  private static String jsonText(Fields fields, String name) {
    String text = fields.text(name);
    if (!text.isEmpty() && !RawValues.isJson(text)) {
      fields.error(name, "is not JSON; give one JSON value as a string");
    }
    return text;
  }

  private static Optional<Resources> resources(Fields fields, String name) {
    return fields
        .object(name)
        .map(
            object -> {
              Resources resources =
                  new Resources(
                      object.decimal("cpu"),
                      Syntax.quantity(object, "memory"),
                      Syntax.quantity(object, "disk"),
                      object.object("gpu").map(KubernetesSection::gpu),
                      name.equals("resource_limits") ? object.integer("processes") : 0);
              object.end();
              return resources;
            });
  }

  private static Gpu gpu(Fields fields) {
    Gpu gpu = new Gpu(fields.text("type"), fields.integer("number"));
    fields.end();
    return gpu;
  }
}
