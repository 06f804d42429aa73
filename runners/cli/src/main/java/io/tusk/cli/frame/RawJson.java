/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;

/** Parts that Pachyderm's messages have in common. */
public final class RawJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private RawJson() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ObjectNode repoName(RepoName repo) {
    ObjectNode json = object().put("name", repo.name()).put("type", "user");
    json.putObject("project").put("name", repo.project().value());
    return json;
  }

  public static ObjectNode branchName(BranchName branch) {
    ObjectNode json = object();
    json.set("repo", repoName(branch.repo()));
    return json.put("name", branch.name());
  }

  public static ObjectNode commitName(RepoName repo, CommitId id, BranchName branch) {
    ObjectNode json = object();
    json.set("branch", branchName(branch));
    json.put("id", id.value());
    json.set("repo", repoName(repo));
    return json;
  }

  /** The object that a text holds, which was written by this program. */
  public static ObjectNode parse(String json) {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("this is no JSON: " + json, e);
    }
  }

  /** As it is printed, without a line end behind it. */
  public static String text(ObjectNode json) {
    return json.toPrettyString();
  }

  /** Puts a text unless it is empty. */
  public static void putText(ObjectNode json, String field, String text) {
    if (!text.isEmpty()) {
      json.put(field, text);
    }
  }
}
