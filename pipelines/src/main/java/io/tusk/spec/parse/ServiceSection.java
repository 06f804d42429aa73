/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.Input;
import io.tusk.spec.PipelineSpec.Service;
import io.tusk.spec.PipelineSpec.Spout;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code service} and {@code spout}. */
final class ServiceSection {
  static final String UNTRIGGERED =
      "cannot be used with a spout, which nothing outside triggers; remove it";
  static final String NO_S3_OUT = "cannot be used with a spout or a service; remove it";

  private ServiceSection() {}

  static Spout spout(Fields fields) {
    Spout spout = new Spout(fields.object("service").map(ServiceSection::service));
    fields.end();
    return spout;
  }

  static Service service(Fields fields) {
    String type = fields.optionalText("type").orElse("NodePort");
    if (!type.equals("NodePort") && !type.equals("ClusterIP") && !type.equals("LoadBalancer")) {
      fields.error("type", "must be NodePort, ClusterIP or LoadBalancer; choose one of them");
    }
    Service service =
        new Service(
            fields.integer("internal_port"),
            fields.integer("external_port"),
            fields.text("ip"),
            type);
    fields.end();
    return service;
  }

  /** What must hold for spouts and services. */
  static void rules(
      Fields fields,
      Optional<Spout> spout,
      Optional<Service> service,
      Optional<Input> input,
      OptionalLong parallelism) {
    boolean producesOnly = spout.isPresent() && spout.get().service().isEmpty();
    fields.errorIf(
        producesOnly && service.isEmpty() && input.isPresent(),
        "input",
        "cannot be used with a spout without a service; remove it");
    fields.errorIf(
        service.isPresent() && parallelism.orElse(1) != 1,
        "parallelism_spec",
        "must have the constant 1 with a service; correct it");
  }
}
