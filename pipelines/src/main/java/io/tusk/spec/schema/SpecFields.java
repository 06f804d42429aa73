/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.schema;

import static io.tusk.spec.schema.Field.field;

import io.tusk.spec.schema.FieldType.Choice;
import io.tusk.spec.schema.FieldType.Decimal;
import io.tusk.spec.schema.FieldType.Flag;
import io.tusk.spec.schema.FieldType.Many;
import io.tusk.spec.schema.FieldType.One;
import io.tusk.spec.schema.FieldType.Raw;
import io.tusk.spec.schema.FieldType.Raws;
import io.tusk.spec.schema.FieldType.Text;
import io.tusk.spec.schema.FieldType.TextMap;
import io.tusk.spec.schema.FieldType.Texts;
import io.tusk.spec.schema.FieldType.Whole;
import io.tusk.spec.schema.FieldType.Wholes;
import java.util.List;

/**
 * All fields of a specification. The parser takes no other, and the JSON schema and the tables of
 * the documentation are made from these.
 */
public final class SpecFields {
  private static final Text TEXT = new Text("");
  private static final Text DURATION = new Text("duration, as \"30s\" or \"1h30m\"");
  private static final Text QUANTITY = new Text("quantity, as \"64M\" or \"1Gi\"");
  private static final Text CRON_TEXT =
      new Text("cron expression, as \"@daily\" or \"0 6 * * mon\"");
  private static final Flag FLAG = new Flag();
  private static final Whole WHOLE = new Whole();
  private static final Texts TEXTS = new Texts();

  static final ObjectType PROJECT =
      ObjectType.of("project", field("name", TEXT, "a name").or("`default`, or `--project`"));

  static final ObjectType PIPELINE_NAME =
      ObjectType.of(
          "pipeline",
          field("project", new One(() -> PROJECT), "where the pipeline lives"),
          field(
                  "name",
                  TEXT,
                  "letters, digits, `_` and `-`, at most 51; also the name of the output repository")
              .required());

  static final ObjectType SECRET =
      ObjectType.of(
          "secret",
          field("name", TEXT, "the secret").required(),
          field("key", TEXT, "one of its keys; needed with `env_var`"),
          field("mount_path", TEXT, "the directory that shows its keys as files"),
          field("env_var", TEXT, "the environment variable that holds the key's value"));

  static final ObjectType JAVA =
      ObjectType.of(
          "java",
          field(
                  "class",
                  TEXT,
                  "a class that implements `io.tusk.transform.DatumTransform`, with its package")
              .required(),
          field("jar", TEXT, "path relative to the specification, or URL; absent: the class path"));

  public static final ObjectType TRANSFORM =
      ObjectType.of(
              "transform",
              field("image", TEXT, "container image"),
              field("cmd", TEXTS, "the program and its arguments, run without a shell"),
              field("err_cmd", TEXTS, "the program that may recover a datum whose try failed"),
              field("env", new TextMap(), "environment variables"),
              field("secrets", new Many(() -> SECRET), "secrets that the code sees"),
              field("image_pull_secrets", TEXTS, "secrets of the image's registry"),
              field("stdin", TEXTS, "lines for the standard input of `cmd`"),
              field("err_stdin", TEXTS, "lines for the standard input of `err_cmd`"),
              field(
                  "accept_return_code",
                  new Wholes(0, 255),
                  "exit codes that count as success, beside 0"),
              field("debug", FLAG, "more logging"),
              field(
                  "user",
                  TEXT,
                  "`user[:group]` or `uid[:gid]` that runs the code; another only as root"),
              field("working_dir", TEXT, "the directory that the code starts in").or("`/`"),
              field("dockerfile", TEXT, "for people"),
              field("memory_volume", FLAG, "`/pfs` and `/tmp` of a datum are in memory"),
              field("datum_batching", FLAG, "one process handles many datums"),
              field("java", new One(() -> JAVA), "Java code instead of `cmd`"))
          .dropping("build");

  static final ObjectType TRIGGER =
      ObjectType.of(
          "trigger",
          field("branch", TEXT, "the branch of the same repository that is watched").or("`master`"),
          field("all", FLAG, "all conditions have to hold, not just one"),
          field("rate_limit_spec", CRON_TEXT, "the next tick since the last move has passed"),
          field("size", new Text("decimal size, as \"100M\""), "so much is new"),
          field("commits", WHOLE, "so many commits are new"),
          field("cron_spec", CRON_TEXT, "moves at these times, whatever the other conditions say"));

  static final ObjectType PROPAGATION =
      ObjectType.of(
          "propagation_spec", field("never", FLAG, "new commits of the branch start no job"));

  public static final ObjectType PFS =
      ObjectType.of(
              "pfs",
              field("project", TEXT, "the project of the repository").or("the pipeline's"),
              field("name", TEXT, "the directory under `/pfs`").or("`repo`"),
              field("repo", TEXT, "the repository to read").required(),
              field("repo_type", new Choice(List.of("user")), "there is only one type"),
              field("branch", TEXT, "the branch to read").or("`master`"),
              field("glob", new Text("glob"), "each path that it matches is a datum").required(),
              field("join_on", TEXT, "the value to join on, from the glob's groups, as `$1`"),
              field("outer_join", FLAG, "files without a partner are datums too"),
              field("group_by", TEXT, "the value to group by, from the glob's groups"),
              field("lazy", FLAG, "files are named pipes, filled when they are opened"),
              field("empty_files", FLAG, "files have their names and no content"),
              field("s3", FLAG, "files are read through an S3 gateway"),
              field("trigger", new One(() -> TRIGGER), "when the branch moves"),
              field(
                  "propagation_spec", new One(() -> PROPAGATION), "whether new commits start jobs"),
              field("reference", FLAG, "its content does not make a datum another one"),
              field(
                  "from",
                  new Text("commit id or branch"),
                  "only files that differ from that commit are work; what other datums have"
                      + " given stays"))
          .dropping("commit");

  public static final ObjectType CRON =
      ObjectType.of(
              "cron",
              field("name", TEXT, "the directory under `/pfs`").required(),
              field("project", TEXT, "the project of the repository").or("the pipeline's"),
              field("repo", TEXT, "the repository of the ticks")
                  .or("the pipeline's name, `_`, `name`"),
              field("spec", CRON_TEXT, "when it ticks").required(),
              field("overwrite", FLAG, "a tick replaces the one before"),
              field("start", new Text("RFC 3339 time"), "the first tick comes after it")
                  .or("the creation"))
          .dropping("commit");

  public static final ObjectType INPUT =
      ObjectType.of(
              "input",
              field("pfs", new One(() -> PFS), "files of a branch"),
              field("cross", new Many(SpecFields::input), "every combination of one datum of each"),
              field("union", new Many(SpecFields::input), "the datums of all"),
              field(
                  "join",
                  new Many(SpecFields::input),
                  "files with equal `join_on` values together"),
              field("group", new Many(SpecFields::input), "one datum for each `group_by` value"),
              field("cron", new One(() -> CRON), "a file at each tick of a clock"))
          .dropping("git", "atom");

  static final ObjectType PARALLELISM =
      ObjectType.of(
              "parallelism_spec", field("constant", WHOLE, "the most datums that run at once"))
          .dropping("coefficient", "strategy");

  static final ObjectType OBJECT_STORAGE =
      ObjectType.of("object_storage", field("url", TEXT, "a bucket or directory").required());

  static final ObjectType FILE_FORMAT =
      ObjectType.of(
          "file_format",
          field(
              "type",
              new Choice(List.of("UNKNOWN", "CSV", "JSON", "PARQUET")),
              "how files are read"),
          field("columns", TEXTS, "the columns"));

  static final ObjectType SQL_SECRET =
      ObjectType.of(
          "sql_secret",
          field("name", TEXT, "the secret that holds the password").required(),
          field("key", TEXT, "its key").required());

  static final ObjectType SQL_DATABASE =
      ObjectType.of(
          "sql_database",
          field("url", TEXT, "the database").required(),
          field("file_format", new One(() -> FILE_FORMAT), "what the files hold"),
          field("secret", new One(() -> SQL_SECRET), "its password").required());

  static final ObjectType EGRESS =
      ObjectType.of(
          "egress",
          field("URL", TEXT, "a bucket or directory"),
          field("object_storage", new One(() -> OBJECT_STORAGE), "the same in another form"),
          field("sql_database", new One(() -> SQL_DATABASE), "tables of a database"));

  static final ObjectType DATUM_SETS =
      ObjectType.of(
          "datum_set_spec",
          field("number", WHOLE, "datums of a set"),
          field("size_bytes", WHOLE, "a set ends with the datum by which it has so much input"),
          field("per_worker", WHOLE, "sets of a worker; counts without the others"));

  static final ObjectType SERVICE =
      ObjectType.of(
          "service",
          field("internal_port", WHOLE, "the port that the code listens on"),
          field("external_port", WHOLE, "the port outside"),
          field("ip", TEXT, "its address"),
          field("type", new Choice(List.of("NodePort", "ClusterIP", "LoadBalancer")), "its kind")
              .or("`NodePort`"));

  static final ObjectType SPOUT =
      ObjectType.of("spout", field("service", new One(() -> SERVICE), "a server of its own"));

  static final ObjectType GPU =
      ObjectType.of("gpu", field("type", TEXT, "the kind"), field("number", WHOLE, "how many"));

  static final ObjectType RESOURCES =
      ObjectType.of(
          "resources",
          field("cpu", new Decimal(), "cores"),
          field("memory", QUANTITY, "memory"),
          field("disk", QUANTITY, "disk"),
          field("gpu", new One(() -> GPU), "graphics processors"));

  static final ObjectType LIMITS =
      ObjectType.of(
          "limits",
          field("cpu", new Decimal(), "cores"),
          field("memory", QUANTITY, "what all processes of a try may take together"),
          field("disk", QUANTITY, "disk"),
          field("gpu", new One(() -> GPU), "graphics processors"),
          field("processes", WHOLE, "how many processes a try may have; Tusk's own field")
              .or("4096 where there is `memory`, else no limit"));

  static final ObjectType SCHEDULING =
      ObjectType.of(
          "scheduling_spec",
          field("node_selector", new TextMap(), "labels of nodes"),
          field("priority_class_name", TEXT, "priority class"));

  static final ObjectType METADATA =
      ObjectType.of(
          "metadata",
          field("annotations", new TextMap(), "annotations"),
          field("labels", new TextMap(), "labels"));

  /** A whole specification. */
  public static final ObjectType SPECIFICATION =
      ObjectType.of(
              "specification",
              field("pipeline", new One(() -> PIPELINE_NAME), "the pipeline's name").required(),
              field("description", TEXT, "for people"),
              field("transform", new One(() -> TRANSFORM), "the code"),
              field("input", new One(SpecFields::input), "what it reads"),
              field("parallelism_spec", new One(() -> PARALLELISM), "how many datums run at once")
                  .or("the runner's workers"),
              field("output_branch", TEXT, "the branch that receives the results").or("`master`"),
              field("egress", new One(() -> EGRESS), "where the output is copied to"),
              field(
                      "datum_set_spec",
                      new One(() -> DATUM_SETS),
                      "how datums make sets, which one worker runs")
                  .formerly("chunk_spec"),
              field("datum_timeout", DURATION, "the longest that a try of a datum may take"),
              field("datum_tries", WHOLE, "tries of a datum in total").or("3"),
              field("job_timeout", DURATION, "how long after its first start a job is killed"),
              field("salt", TEXT, "part of what makes a datum the same; counts at creation")
                  .or("random"),
              field(
                      "reprocess_spec",
                      new Choice(List.of("until_success", "every_job")),
                      "`every_job` runs every datum in every job")
                  .or("`until_success`"),
              field("autoscaling", FLAG, "no workers while there is nothing to do")
                  .formerly("standby"),
              field("s3_out", FLAG, "output is written through an S3 gateway"),
              field("spout", new One(() -> SPOUT), "a producer that never ends"),
              field("service", new One(() -> SERVICE), "a server that never ends"),
              field("resource_requests", new One(() -> RESOURCES), "what a worker needs"),
              field("resource_limits", new One(() -> LIMITS), "what a datum may take"),
              field(
                  "sidecar_resource_requests", new One(() -> RESOURCES), "the same of the sidecar"),
              field("sidecar_resource_limits", new One(() -> RESOURCES), "the same of the sidecar"),
              field("scheduling_spec", new One(() -> SCHEDULING), "which nodes run it"),
              field("tolerations", new Raws(), "taints of nodes that it tolerates"),
              field("pod_spec", new Text("JSON"), "merged into the pod"),
              field("pod_patch", new Text("JSON"), "a patch of the pod"),
              field("metadata", new One(() -> METADATA), "annotations and labels of the pod"),
              field("maximum_expected_uptime", DURATION, "a job that takes longer is an alert"),
              field("determined", new Raw(), "settings of Determined"),
              field("tf_job", new Raw(), "a TensorFlow job"),
              field("update", FLAG, "`create` updates a pipeline that exists; holds for this one"),
              field("reprocess", FLAG, "as `--reprocess`, for this one"),
              field("dry_run", FLAG, "as `--dry-run`, for this one"))
          .dropping(
              "enable_stats",
              "cache_size",
              "max_queue_size",
              "batch",
              "scale_down_threshold",
              "hashtree_spec",
              "inputs",
              "incremental",
              "spec_commit",
              "stopped");

  private SpecFields() {}

  private static ObjectType input() {
    return INPUT;
  }
}
