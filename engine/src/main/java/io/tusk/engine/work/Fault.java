/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.CheckedJson;
import java.util.Optional;

/**
 * Why a step of a job broke off, in the step's own words: what a runner makes of an exception on
 * the way to the engine is the runner's affair.
 */
public record Fault(ErrorCode code, String message) {
  public static Fault of(TuskException e) {
    return new Fault(e.code(), e.getMessage());
  }

  /** As the step threw it. */
  public TuskException exception(Throwable cause) {
    return new TuskException(code, message, cause);
  }

  byte[] write() {
    ObjectNode json =
        JsonNodeFactory.instance.objectNode().put("code", code.name()).put("message", message);
    return CheckedJson.write(json);
  }

  /** Nothing for what is unreadable: the runner's own words must do then. */
  static Optional<Fault> read(byte[] bytes) {
    return CheckedJson.read(bytes)
        .flatMap(
            json -> {
              try {
                ErrorCode code = ErrorCode.valueOf(json.path("code").asText());
                return Optional.of(new Fault(code, json.path("message").asText()));
              } catch (IllegalArgumentException e) {
                return Optional.empty();
              }
            });
  }
}
