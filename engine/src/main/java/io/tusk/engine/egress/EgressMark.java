/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.egress;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.engine.url.ObjectUrl;
import io.tusk.log.CheckedJson;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.objects.ObjectStore;
import java.util.Optional;

/**
 * That all files of a commit are at a pipeline's target, and that nothing was copied there since. A
 * hint: without it everything is copied. {@code docs/format-jobs.md}, section 6.
 *
 * @param salt of the pipeline version that copied them
 */
record EgressMark(ObjectUrl target, String salt, CommitId commit) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String URL = "url";
  private static final String SALT = "salt";
  private static final String COMMIT = "commit";

  private static String key(PipelineName pipeline) {
    return "egress/" + pipeline.project() + "/" + pipeline.name();
  }

  /** Nothing where it is missing or altered. */
  static Optional<EgressMark> read(ObjectStore objects, PipelineName pipeline) {
    Optional<ObjectNode> json = objects.read(key(pipeline)).flatMap(CheckedJson::read);
    return json.map(
        mark ->
            new EgressMark(
                ObjectUrl.parse(mark.path(URL).asText()),
                mark.path(SALT).asText(),
                new CommitId(mark.path(COMMIT).asText())));
  }

  static void remove(ObjectStore objects, PipelineName pipeline) {
    objects.delete(key(pipeline));
  }

  void write(ObjectStore objects, PipelineName pipeline) {
    objects.put(
        key(pipeline),
        CheckedJson.write(
            JSON.createObjectNode()
                .put(URL, target.toString())
                .put(SALT, salt)
                .put(COMMIT, commit.value())));
  }
}
