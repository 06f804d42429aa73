/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.meta.MetadataValue;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import io.tusk.tree.Tree;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Projects, repositories, branches and commits as metadata values. */
final class RepoJson {
  private static final String CREATED = "created";
  private static final String DESCRIPTION = "description";
  private static final String HEAD = "head";
  private static final String READABLE = "readable";
  private static final String PROVENANCE = "provenance";
  private static final String PASSIVE = "passive";
  private static final String TRIGGER = "trigger";
  private static final String PIPELINE = "pipeline";
  private static final String BRANCH = "branch";
  private static final String COMMIT = "commit";
  private static final String PARENT = "parent";
  private static final String ORIGIN = "origin";
  private static final String STARTED = "started";
  private static final String FINISHED = "finished";
  private static final String ERROR = "error";
  private static final String BASE = "base";
  private static final String FILES = "files";
  private static final String BYTES = "bytes";
  private static final String SHAPE = "shape";
  private static final String INPUTS = "inputs";
  private static final String VIEW = "view";
  private static final String DATUMS = "datums";
  private static final String OWNERS = "owners";
  private static final String LEAVES = "leaves";

  private RepoJson() {}

  static MetadataValue write(Project project) {
    return MetadataValue.of(
        object()
            .put(CREATED, project.created().toString())
            .put(DESCRIPTION, project.description()));
  }

  static Project project(ProjectName name, MetadataValue value) {
    JsonNode json = value.json();
    return read(
        "project " + name,
        () -> new Project(name, instant(json, CREATED), string(json, DESCRIPTION)));
  }

  static MetadataValue write(Repo repo) {
    return MetadataValue.of(
        object().put(CREATED, repo.created().toString()).put(DESCRIPTION, repo.description()));
  }

  static Repo repo(RepoName name, MetadataValue value) {
    JsonNode json = value.json();
    return read(
        "repo " + name, () -> new Repo(name, instant(json, CREATED), string(json, DESCRIPTION)));
  }

  static MetadataValue write(Branch branch) {
    ObjectNode json =
        object().put(CREATED, branch.created().toString()).put(HEAD, branch.head().value());
    branch.readable().ifPresent(id -> json.put(READABLE, id.value()));
    ArrayNode provenance = json.putArray(PROVENANCE);
    branch.provenance().forEach(upstream -> provenance.add(write(upstream)));
    if (!branch.passive().isEmpty()) {
      ArrayNode passive = json.putArray(PASSIVE);
      branch.passive().forEach(upstream -> passive.add(write(upstream)));
    }
    branch.trigger().ifPresent(trigger -> TriggerJson.write(trigger, json.putObject(TRIGGER)));
    if (branch.owner() == Branch.Owner.PIPELINE) {
      json.put(PIPELINE, true);
    }
    return MetadataValue.of(json);
  }

  static Branch branch(BranchName name, MetadataValue value) {
    return read("branch " + name, () -> branch(name, value.json()));
  }

  private static Branch branch(BranchName name, JsonNode json) {
    List<BranchName> provenance = new ArrayList<>();
    array(json, PROVENANCE).forEach(upstream -> provenance.add(branchName(upstream)));
    List<BranchName> passive = new ArrayList<>();
    json.path(PASSIVE).forEach(upstream -> passive.add(branchName(upstream)));
    return new Branch(
        name,
        instant(json, CREATED),
        new CommitId(string(json, HEAD)),
        text(json, READABLE).map(CommitId::new),
        List.copyOf(provenance),
        List.copyOf(passive),
        json.has(TRIGGER)
            ? Optional.of(TriggerJson.read(name, json.get(TRIGGER)))
            : Optional.empty(),
        json.path(PIPELINE).asBoolean() ? Branch.Owner.PIPELINE : Branch.Owner.USER);
  }

  /** {@code stored} stores the root of a tree, if it has one. */
  static MetadataValue write(Commit commit, Function<Tree, Optional<Ref>> stored) {
    ObjectNode json = object().put(BRANCH, commit.branch().name());
    commit.parent().ifPresent(id -> json.put(PARENT, id.value()));
    json.put(ORIGIN, commit.origin().name())
        .put(DESCRIPTION, commit.description())
        .put(STARTED, commit.started().toString());
    commit.finished().ifPresent(time -> json.put(FINISHED, time.toString()));
    commit.error().ifPresent(text -> json.put(ERROR, text));
    ArrayNode provenance = json.putArray(PROVENANCE);
    commit
        .provenance()
        .forEach(
            upstream ->
                provenance
                    .addObject()
                    .put(COMMIT, upstream.commit().value())
                    .set(BRANCH, write(upstream.branch())));
    json.put(BASE, commit.base())
        .put(FILES, commit.files().files())
        .put(BYTES, commit.files().bytes());
    Map<String, Ref> roots = new LinkedHashMap<>();
    stored.apply(commit.files().root()).ifPresent(ref -> roots.put(FILES, ref));
    commit.result().ifPresent(result -> write(result, json, roots, stored));
    return new MetadataValue(json, roots);
  }

  private static void write(
      Commit.Result result,
      ObjectNode json,
      Map<String, Ref> roots,
      Function<Tree, Optional<Ref>> stored) {
    json.put(SHAPE, result.shape().toString());
    ArrayNode inputs = json.putArray(INPUTS);
    for (Commit.Read input : result.inputs()) {
      int number = inputs.size();
      FileSet files = input.files();
      stored.apply(files.root()).ifPresent(ref -> roots.put(INPUTS + number, ref));
      ObjectNode item = inputs.addObject().put(FILES, files.files()).put(BYTES, files.bytes());
      input
          .view()
          .ifPresent(
              view -> {
                stored.apply(view.root()).ifPresent(ref -> roots.put(VIEW + number, ref));
                item.putObject(VIEW).put(FILES, view.files()).put(BYTES, view.bytes());
              });
    }
    result.datums().ifPresent(ref -> roots.put(DATUMS, ref));
    result.owners().ifPresent(ref -> roots.put(OWNERS, ref));
    result.leaves().ifPresent(ref -> roots.put(LEAVES, ref));
  }

  private static Optional<Commit.Result> result(MetadataValue value) {
    JsonNode json = value.json();
    if (!json.has(SHAPE)) {
      return Optional.empty();
    }
    List<Commit.Read> inputs = new ArrayList<>();
    for (JsonNode input : array(json, INPUTS)) {
      int number = inputs.size();
      Optional<FileSet> view =
          input.has(VIEW)
              ? Optional.of(fileSet(value, VIEW + number, input.get(VIEW)))
              : Optional.empty();
      inputs.add(new Commit.Read(fileSet(value, INPUTS + number, input), view));
    }
    return Optional.of(
        new Commit.Result(
            Hash.fromHex(json.get(SHAPE).asText()),
            List.copyOf(inputs),
            value.root(DATUMS),
            value.root(OWNERS),
            value.root(LEAVES)));
  }

  private static FileSet fileSet(MetadataValue value, String root, JsonNode counts) {
    return new FileSet(
        value.root(root).map(Tree::stored).orElse(Tree.EMPTY),
        count(counts, FILES),
        count(counts, BYTES));
  }

  static Commit commit(RepoName repo, CommitId id, MetadataValue value) {
    return read("commit " + repo + "@" + id, () -> decode(repo, id, value));
  }

  private static Commit decode(RepoName repo, CommitId id, MetadataValue value) {
    JsonNode json = value.json();
    List<Commit.Upstream> provenance = new ArrayList<>();
    for (JsonNode upstream : array(json, PROVENANCE)) {
      provenance.add(
          new Commit.Upstream(
              branchName(upstream.path(BRANCH)), new CommitId(string(upstream, COMMIT))));
    }
    return new Commit(
        repo,
        id,
        new BranchName(repo, string(json, BRANCH)),
        text(json, PARENT).map(CommitId::new),
        Commit.Origin.valueOf(string(json, ORIGIN)),
        string(json, DESCRIPTION),
        instant(json, STARTED),
        text(json, FINISHED).map(Instant::parse),
        text(json, ERROR),
        List.copyOf(provenance),
        count(json, BASE),
        fileSet(value, FILES, json),
        result(value));
  }

  private static ArrayNode write(BranchName branch) {
    return JsonNodeFactory.instance
        .arrayNode()
        .add(branch.repo().project().value())
        .add(branch.repo().name())
        .add(branch.name());
  }

  private static BranchName branchName(JsonNode json) {
    RepoName repo = new RepoName(new ProjectName(json.path(0).asText()), json.path(1).asText());
    return new BranchName(repo, json.path(2).asText());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** What does not hold what it must is CORRUPT, not a mistake of the user's. */
  private static <T> T read(String subject, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw malformed(subject, e);
    } catch (TuskException e) {
      throw e.code() == ErrorCode.USAGE || e.code() == ErrorCode.INVALID
          ? malformed(subject, e)
          : e;
    }
  }

  private static TuskException malformed(String subject, RuntimeException cause) {
    return new TuskException(
        ErrorCode.CORRUPT,
        "the metadata of "
            + subject
            + " is malformed: "
            + cause.getMessage()
            + "; run 'tusk fsck' for the whole damage",
        cause);
  }

  private static Instant instant(JsonNode json, String field) {
    return Instant.parse(string(json, field));
  }

  private static String string(JsonNode json, String field) {
    return require(json, field, json.path(field).isTextual()).asText();
  }

  private static long count(JsonNode json, String field) {
    JsonNode value = json.path(field);
    boolean sound = value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0;
    return require(json, field, sound).asLong();
  }

  private static JsonNode array(JsonNode json, String field) {
    return require(json, field, json.path(field).isArray());
  }

  private static JsonNode require(JsonNode json, String field, boolean sound) {
    if (!sound) {
      throw new IllegalArgumentException("it holds no usable " + field);
    }
    return json.get(field);
  }

  private static Optional<String> text(JsonNode json, String field) {
    return json.hasNonNull(field) ? Optional.of(json.get(field).asText()) : Optional.empty();
  }
}
