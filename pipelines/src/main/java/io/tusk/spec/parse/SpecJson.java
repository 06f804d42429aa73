/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cron.Durations;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.ProjectName;
import io.tusk.spec.Egress;
import io.tusk.spec.Egress.ObjectStorage;
import io.tusk.spec.Egress.SqlDatabase;
import io.tusk.spec.Input;
import io.tusk.spec.Input.CronInput;
import io.tusk.spec.Input.CrossInput;
import io.tusk.spec.Input.GroupInput;
import io.tusk.spec.Input.JoinInput;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.Input.UnionInput;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.PipelineSpec.Service;
import io.tusk.spec.text.SpecText;
import java.util.List;

/**
 * The canonical form of a specification, which is stored with each version of a pipeline and shown
 * by {@code --raw}: snake_case names, zero values omitted, defaults filled in, integers as numbers,
 * durations in seconds.
 */
public final class SpecJson {
  private SpecJson() {}

  /** As compact text; equal specifications give equal texts. */
  public static String write(PipelineSpec spec) {
    return toJson(spec).toString();
  }

  public static ObjectNode toJson(PipelineSpec spec) {
    JsonObject json = new JsonObject();
    json.put(
        "pipeline",
        new JsonObject()
            .put("project", new JsonObject().put("name", spec.name().project().value()))
            .put("name", spec.name().name()));
    json.put("transform", TransformJson.write(spec.transform()));
    spec.parallelism()
        .ifPresent(n -> json.put("parallelism_spec", new JsonObject().put("constant", n)));
    spec.egress().ifPresent(egress -> json.put("egress", egress(egress)));
    json.put("output_branch", spec.output().name());
    KubernetesJson.writeResources(spec.kubernetes(), json);
    spec.input().ifPresent(input -> json.put("input", input(input)));
    json.put("description", spec.description());
    json.put("reprocess_spec", reprocess(spec));
    spec.service().ifPresent(service -> json.put("service", service(service)));
    spec.spout()
        .ifPresent(
            spout -> {
              JsonObject object = new JsonObject();
              spout.service().ifPresent(service -> object.put("service", service(service)));
              json.put("spout", object);
            });
    spec.datumSets()
        .ifPresent(
            sets ->
                json.put(
                    "datum_set_spec",
                    new JsonObject()
                        .put("number", sets.number())
                        .put("size_bytes", sets.sizeBytes())
                        .put("per_worker", sets.perWorker())));
    spec.datumTimeout().ifPresent(d -> json.put("datum_timeout", Durations.format(d)));
    spec.jobTimeout().ifPresent(d -> json.put("job_timeout", Durations.format(d)));
    spec.salt().ifPresent(salt -> json.put("salt", salt));
    json.put("datum_tries", spec.datumTries());
    KubernetesJson.writeScheduling(spec.kubernetes(), json);
    json.put("s3_out", spec.s3Out());
    json.put("autoscaling", spec.autoscaling());
    spec.tfJob().ifPresent(raw -> json.put("tf_job", raw));
    spec.determined().ifPresent(raw -> json.put("determined", raw));
    spec.maximumExpectedUptime()
        .ifPresent(d -> json.put("maximum_expected_uptime", Durations.format(d)));
    return json.node();
  }

  private static String reprocess(PipelineSpec spec) {
    return switch (spec.reprocess()) {
      case UNTIL_SUCCESS -> "until_success";
      case EVERY_JOB -> "every_job";
    };
  }

  private static JsonObject service(Service service) {
    return new JsonObject()
        .put("internal_port", service.internalPort())
        .put("external_port", service.externalPort())
        .put("ip", service.ip())
        .put("type", service.type());
  }

  private static JsonObject egress(Egress egress) {
    if (egress instanceof ObjectStorage storage) {
      return new JsonObject().put("URL", storage.url());
    }
    SqlDatabase sql = (SqlDatabase) egress;
    JsonObject database = new JsonObject().put("url", sql.url());
    sql.fileFormat()
        .ifPresent(
            format ->
                database.put(
                    "file_format",
                    new JsonObject()
                        .put("type", format.type().name())
                        .put("columns", format.columns())));
    database.put(
        "secret", new JsonObject().put("name", sql.secretName()).put("key", sql.secretKey()));
    return new JsonObject().put("sql_database", database);
  }

  /** The field that holds an input. */
  static String kind(Input input) {
    if (input instanceof PfsInput) {
      return "pfs";
    } else if (input instanceof CronInput) {
      return "cron";
    } else if (input instanceof CrossInput) {
      return "cross";
    } else if (input instanceof UnionInput) {
      return "union";
    } else if (input instanceof JoinInput) {
      return "join";
    } else if (input instanceof GroupInput) {
      return "group";
    }
    throw new IllegalStateException("unknown kind of input: " + input);
  }

  private static JsonObject input(Input input) {
    JsonObject json = new JsonObject();
    if (input instanceof PfsInput pfs) {
      return json.put("pfs", pfs(pfs));
    }
    if (input instanceof CronInput cron) {
      JsonObject leaf =
          new JsonObject()
              .put("name", cron.name())
              .put("project", cron.repo().project().value())
              .put("repo", cron.repo().name())
              .put("spec", cron.spec())
              .put("overwrite", cron.overwrite());
      cron.start().ifPresent(start -> leaf.put("start", start.toString()));
      return json.put("cron", leaf);
    }
    return json.putObjects(kind(input), input.children().stream().map(SpecJson::input).toList());
  }

  private static JsonObject pfs(PfsInput pfs) {
    JsonObject json =
        new JsonObject()
            .put("project", pfs.branch().repo().project().value())
            .put("name", pfs.name())
            .put("repo", pfs.branch().repo().name())
            .put("branch", pfs.branch().name())
            .put("glob", pfs.glob())
            .put("join_on", pfs.joinOn())
            .put("outer_join", pfs.outerJoin())
            .put("group_by", pfs.groupBy())
            .put("lazy", pfs.lazy())
            .put("empty_files", pfs.emptyFiles())
            .put("s3", pfs.s3());
    pfs.trigger()
        .ifPresent(
            trigger ->
                json.put(
                    "trigger",
                    new JsonObject()
                        .put("branch", trigger.branch())
                        .put("all", trigger.all())
                        .put("rate_limit_spec", trigger.rateLimitSpec())
                        .put("size", trigger.size())
                        .put("commits", trigger.commits())
                        .put("cron_spec", trigger.cronSpec())));
    if (pfs.propagation() == Input.Propagation.NEVER) {
      json.put("propagation_spec", new JsonObject().put("never", true));
    }
    json.put("reference", pfs.reference());
    pfs.from().ifPresent(from -> json.put("from", from));
    return json;
  }

  /**
   * The specification that {@link #write} gave this text for.
   *
   * @throws TuskException CORRUPT when it is not such a text
   */
  public static PipelineSpec read(String json) {
    SpecFile file =
        new SpecParser(ProjectName.DEFAULT, GlobSyntax.UNCHECKED)
            .parse(new SpecText("stored specification", json));
    List<ParsedSpec> specs = file.specs();
    if (specs.size() != 1 || file.problems().stream().anyMatch(p -> p.isError())) {
      throw new TuskException(
          ErrorCode.CORRUPT,
          "a stored specification cannot be read: "
              + file.problems().stream()
                  .filter(p -> p.isError())
                  .findFirst()
                  .map(p -> p.toString())
                  .orElse("it holds " + specs.size() + " pipelines")
              + "; check the store with \"tusk fsck\"");
    }
    return specs.get(0).spec();
  }

  /** As {@link #read(String)}. */
  public static PipelineSpec read(JsonNode json) {
    return read(json.toString());
  }
}
