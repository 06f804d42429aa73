/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** The command line over one store. */
interface TuskCommands {
  ObjectMapper JSON = new ObjectMapper();

  /** What the command prints; it must succeed. */
  String tusk(Object... args) throws IOException, InterruptedException;

  /** The newest job of a pipeline. */
  default JsonNode job(String pipeline) throws IOException, InterruptedException {
    return JSON.readTree(tusk("list", "job", "-p", pipeline, "-n", "1", "--raw"));
  }

  /** Asserts how the newest job of a pipeline ended. */
  default void assertJob(String pipeline, int processed, int skipped)
      throws IOException, InterruptedException {
    JsonNode job = job(pipeline);
    assertThat(job.path("state").asText()).isEqualTo("JOB_SUCCESS");
    assertThat(job.path("data_processed").asInt()).as("processed").isEqualTo(processed);
    assertThat(job.path("data_skipped").asInt()).as("skipped").isEqualTo(skipped);
  }
}
