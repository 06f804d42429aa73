/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.glob.Glob;
import io.tusk.glob.Template;
import io.tusk.spec.Egress.ObjectStorage;
import io.tusk.spec.Egress.SqlDatabase;
import io.tusk.spec.Input;
import io.tusk.spec.Input.GroupInput;
import io.tusk.spec.Input.JoinInput;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.Kubernetes;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.Transform;
import io.tusk.spec.text.SpecProblem;
import io.tusk.spec.text.SpecProblem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What of a well-formed specification this version cannot run, and what it disregards. A field that
 * is in none of the tables is heeded.
 */
public final class SupportedFeatures {
  private static final String NO_S3 =
      "Tusk has no S3 gateway; read and write the files under /pfs instead";
  private static final String BATCH_ONLY =
      "Tusk runs batch jobs, and this never ends; run it outside and put its files into a "
          + "repository";
  private static final String CLUSTER = "it matters to Kubernetes only; it is kept without effect";
  private static final String COMMANDS_ONLY =
      "it matters to commands only, and Java code runs in the worker itself; remove it";
  private static final String NO_IMAGES = "commands run with the host's programs, without an image";

  private static final Pattern BUCKET = Pattern.compile("[sS]3://[^/]+(/.*)?");

  private static final List<Rule<PipelineSpec>> SPEC =
      List.of(
          refuse("service", spec -> spec.service().isPresent(), BATCH_ONLY),
          refuse("spout", spec -> spec.spout().isPresent(), BATCH_ONLY),
          refuse("s3_out", PipelineSpec::s3Out, NO_S3),
          refuse(
              "tf_job",
              spec -> spec.tfJob().isPresent(),
              "Tusk starts no TensorFlow jobs; " + "run the training as a command"),
          refuse(
              "determined",
              spec -> spec.determined().isPresent(),
              "Tusk does not work with " + "Determined; remove it"),
          refuse(
              "egress/sql_database",
              SupportedFeatures::egressToDatabase,
              "Tusk writes to no "
                  + "database; load the output branch with the database's own tool"),
          warn(
              "autoscaling",
              PipelineSpec::autoscaling,
              "is without effect: nothing runs between " + "jobs"));

  private static final Rule<PipelineSpec> NEEDS_INPUT =
      refuse(
          "input",
          spec -> spec.input().isEmpty() && !endless(spec),
          "is missing; a job needs something to read");

  private static final Rule<PipelineSpec> EGRESS_TARGET =
      refuse(
          "egress/URL",
          spec ->
              spec.egress()
                  .filter(
                      to -> to instanceof ObjectStorage at && !BUCKET.matcher(at.url()).matches())
                  .isPresent(),
          "Tusk copies to s3://BUCKET/PATH; give such a URL, with --endpoint for the S3 interface"
              + " of another storage");

  private static final List<Rule<Transform>> TRANSFORM =
      List.of(
          warn("image", t -> !t.image().isEmpty(), "is without effect: " + NO_IMAGES),
          warn(
              "image_pull_secrets",
              t -> !t.imagePullSecrets().isEmpty(),
              "is without effect: " + NO_IMAGES),
          warn("dockerfile", t -> !t.dockerfile().isEmpty(), "is without effect: " + NO_IMAGES),
          warn("debug", Transform::debug, "is without effect: logs are always complete"));

  /** For Java code, which is no process of its own. */
  private static final List<Rule<PipelineSpec>> JAVA =
      List.of(
          refuse("transform/user", s -> !s.transform().user().isEmpty(), COMMANDS_ONLY),
          refuse(
              "transform/working_dir", s -> !s.transform().workingDir().isEmpty(), COMMANDS_ONLY),
          refuse("transform/memory_volume", s -> s.transform().memoryVolume(), COMMANDS_ONLY),
          refuse("transform/datum_batching", s -> s.transform().datumBatching(), COMMANDS_ONLY),
          refuse(
              "transform/accept_return_code",
              s -> !s.transform().acceptReturnCode().isEmpty(),
              COMMANDS_ONLY),
          refuse(
              "transform/secrets",
              s -> s.transform().secrets().stream().anyMatch(x -> !x.mountPath().isEmpty()),
              "Java code sees no files of its own; give each secret an env_var instead of a"
                  + " mount_path"),
          warn(
              "resource_limits",
              s -> s.kubernetes().resourceLimits().isPresent(),
              "is without effect: Java code runs in the worker itself"));

  private static final List<Rule<Kubernetes>> KUBERNETES =
      List.of(
          warn("resource_requests", k -> k.resourceRequests().isPresent(), CLUSTER),
          warn("resource_limits/cpu", k -> limits(k, r -> r.cpu() > 0), CLUSTER),
          warn("resource_limits/disk", k -> limits(k, r -> !r.disk().isEmpty()), CLUSTER),
          warn("resource_limits/gpu", k -> limits(k, r -> r.gpu().isPresent()), CLUSTER),
          warn("sidecar_resource_requests", k -> k.sidecarResourceRequests().isPresent(), CLUSTER),
          warn("sidecar_resource_limits", k -> k.sidecarResourceLimits().isPresent(), CLUSTER),
          warn("scheduling_spec", SupportedFeatures::isScheduled, CLUSTER),
          warn("tolerations", k -> !k.tolerations().isEmpty(), CLUSTER),
          warn("pod_spec", k -> !k.podSpec().isEmpty(), CLUSTER),
          warn("pod_patch", k -> !k.podPatch().isEmpty(), CLUSTER),
          warn("metadata", k -> !k.annotations().isEmpty() || !k.labels().isEmpty(), CLUSTER));

  private static final List<Rule<PfsInput>> PFS = List.of(refuse("s3", PfsInput::s3, NO_S3));

  private static final List<Rule<PfsInput>> IN_JOIN_OR_GROUP =
      List.of(
          refuse(
              "from",
              pfs -> pfs.from().isPresent(),
              "cannot be used within a join or group; remove it"));

  private static final List<Rule<PfsInput>> OUTSIDE_JOIN =
      List.of(
          warn(
              "join_on",
              pfs -> !pfs.joinOn().isEmpty(),
              "is outside a join, and only sets the variable PACH_DATUM_<name>_JOIN_ON"),
          warn("outer_join", PfsInput::outerJoin, "is without effect outside a join"));

  private static final List<Rule<PfsInput>> OUTSIDE_GROUP =
      List.of(
          warn(
              "group_by",
              pfs -> !pfs.groupBy().isEmpty(),
              "is outside a group, and only sets the variable PACH_DATUM_<name>_GROUP_BY"));

  private SupportedFeatures() {}

  /**
   * One field.
   *
   * @param pointer in {@link SpecJson}'s form of the specification
   * @param severity ERROR: the pipeline cannot be created; WARNING: the field has no effect
   */
  public record Finding(String pointer, Severity severity, String message) {}

  private record Rule<T>(String field, Severity severity, Predicate<T> applies, String reason) {
    void check(T value, Path path, List<Finding> findings) {
      if (applies.test(value)) {
        Path at = new Path(path.pointer() + "/" + field);
        String separator = reason.startsWith("is ") ? " " : ": ";
        findings.add(new Finding(at.pointer(), severity, at.dotted() + separator + reason));
      }
    }
  }

  private static <T> Rule<T> refuse(String field, Predicate<T> applies, String reason) {
    return new Rule<>(field, Severity.ERROR, applies, reason);
  }

  private static <T> Rule<T> warn(String field, Predicate<T> applies, String reason) {
    return new Rule<>(field, Severity.WARNING, applies, reason);
  }

  /** All that this version refuses or disregards; a specification without an ERROR runs. */
  public static List<Finding> findings(PipelineSpec spec) {
    List<Finding> findings = new ArrayList<>();
    NEEDS_INPUT.check(spec, Path.ROOT, findings);
    EGRESS_TARGET.check(spec, Path.ROOT, findings);
    SPEC.forEach(rule -> rule.check(spec, Path.ROOT, findings));
    TRANSFORM.forEach(rule -> rule.check(spec.transform(), Path.ROOT.child("transform"), findings));
    if (spec.transform().java().isPresent()) {
      JAVA.forEach(rule -> rule.check(spec, Path.ROOT, findings));
    }
    KUBERNETES.forEach(rule -> rule.check(spec.kubernetes(), Path.ROOT, findings));
    spec.input().ifPresent(input -> inputs(input, Path.ROOT.child("input"), List.of(), findings));
    return findings;
  }

  /**
   * What this version refuses or disregards whenever it is given, by pointer; those of inputs as of
   * a single one.
   */
  public static Map<String, Finding> fields() {
    Map<String, Finding> fields = new TreeMap<>();
    collect(SPEC, Path.ROOT, fields);
    collect(TRANSFORM, Path.ROOT.child("transform"), fields);
    collect(KUBERNETES, Path.ROOT, fields);
    collect(PFS, Path.ROOT.child("input").child("pfs"), fields);
    return fields;
  }

  private static <T> void collect(List<Rule<T>> rules, Path path, Map<String, Finding> fields) {
    for (Rule<T> rule : rules) {
      String pointer = path.pointer() + "/" + rule.field();
      fields.put(pointer, new Finding(pointer, rule.severity(), rule.reason()));
    }
  }

  /** As {@link #findings}, with places in the text. */
  public static List<SpecProblem> problems(ParsedSpec parsed) {
    return findings(parsed.spec()).stream()
        .map(
            finding ->
                new SpecProblem(
                    parsed.position(finding.pointer()),
                    finding.pointer(),
                    finding.severity(),
                    finding.message()))
        .toList();
  }

  /** {@code around}: what the input is a part of, directly or through others. */
  private static void inputs(Input input, Path path, List<Input> around, List<Finding> findings) {
    if (input instanceof PfsInput pfs) {
      Path leaf = path.child("pfs");
      PFS.forEach(rule -> rule.check(pfs, leaf, findings));
      template(pfs, pfs.joinOn(), leaf.child("join_on"), findings);
      template(pfs, pfs.groupBy(), leaf.child("group_by"), findings);
      boolean joined = around.stream().anyMatch(JoinInput.class::isInstance);
      boolean grouped = around.stream().anyMatch(GroupInput.class::isInstance);
      if (joined || grouped) {
        IN_JOIN_OR_GROUP.forEach(rule -> rule.check(pfs, leaf, findings));
      }
      if (!joined) {
        OUTSIDE_JOIN.forEach(rule -> rule.check(pfs, leaf, findings));
      }
      if (!grouped) {
        OUTSIDE_GROUP.forEach(rule -> rule.check(pfs, leaf, findings));
      }
    }
    List<Input> inner = new ArrayList<>(around);
    inner.add(input);
    for (int i = 0; i < input.children().size(); i++) {
      inputs(input.children().get(i), path.child(SpecJson.kind(input)).item(i), inner, findings);
    }
  }

  private static void template(PfsInput pfs, String text, Path path, List<Finding> findings) {
    if (Glob.problem(pfs.glob()).isPresent()) {
      return;
    }
    Glob glob = Glob.parse(pfs.glob());
    Template.parse(text)
        .missing(glob)
        .map(
            missing ->
                path.dotted()
                    + " names "
                    + missing
                    + ", and glob \""
                    + glob
                    + "\" has "
                    + groups(glob.groups())
                    + " in parentheses; correct one of them")
        .ifPresent(message -> findings.add(new Finding(path.pointer(), Severity.ERROR, message)));
  }

  private static String groups(int count) {
    return count == 0 ? "no group" : count == 1 ? "one group" : count + " groups";
  }

  private static boolean endless(PipelineSpec spec) {
    return spec.service().isPresent() || spec.spout().isPresent();
  }

  private static boolean limits(Kubernetes kubernetes, Predicate<Kubernetes.Resources> condition) {
    return kubernetes.resourceLimits().filter(condition).isPresent();
  }

  private static boolean egressToDatabase(PipelineSpec spec) {
    return spec.egress().filter(SqlDatabase.class::isInstance).isPresent();
  }

  private static boolean isScheduled(Kubernetes kubernetes) {
    return !kubernetes.nodeSelector().isEmpty() || !kubernetes.priorityClassName().isEmpty();
  }
}
