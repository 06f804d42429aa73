/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.spec.Egress;
import io.tusk.spec.Input;
import io.tusk.spec.Kubernetes;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.PipelineSpec.DatumSetSpec;
import io.tusk.spec.PipelineSpec.ReprocessSpec;
import io.tusk.spec.PipelineSpec.Service;
import io.tusk.spec.PipelineSpec.Spout;
import io.tusk.spec.RawJson;
import io.tusk.spec.Transform;
import io.tusk.spec.schema.SpecFields;
import io.tusk.spec.text.Problems;
import io.tusk.spec.text.SpecNode;
import io.tusk.spec.text.SpecNode.Mapping;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Reads one specification. */
final class PipelineSection {
  private static final String DROPPED = "Tusk has no such setting";

  private final ProjectName defaultProject;
  private final GlobSyntax globs;
  private final SpecDefaults defaults;
  private final Problems problems;

  PipelineSection(
      ProjectName defaultProject, GlobSyntax globs, SpecDefaults defaults, Problems problems) {
    this.defaultProject = defaultProject;
    this.globs = globs;
    this.defaults = defaults;
    this.problems = problems;
  }

  /** Nothing when there was an error. */
  Optional<ParsedSpec> parse(Mapping written) {
    long before = problems.errors();
    boolean export = ExportShape.matches(written);
    Mapping user = export ? ExportShape.unwrapped(written) : written;
    Mapping canonical = new Canonical(problems).of(user, SpecFields.SPECIFICATION);
    Mapping mapping = defaults.under(canonical, project(canonical), problems);
    Reading reading = Reading.of(problems, written.position());
    Fields fields = new Fields(SpecFields.SPECIFICATION, mapping, Path.ROOT, reading);
    formerNames(fields);
    Optional<PipelineSpec> spec = spec(fields);
    Switches switches =
        new Switches(
            fields.optionalFlag("update"),
            fields.optionalFlag("reprocess"),
            fields.optionalFlag("dry_run"),
            export && fields.flag("stopped"));
    fields.end();
    return problems.errors() > before
        ? Optional.empty()
        : spec.map(
            value -> new ParsedSpec(value, RawValues.of(user), switches, reading.positions()));
  }

  /** The pipeline's name, as far as it can be read. */
  Optional<PipelineName> named(Mapping written) {
    Mapping user = ExportShape.matches(written) ? ExportShape.unwrapped(written) : written;
    Mapping spec = new Canonical(new Problems()).of(user, SpecFields.SPECIFICATION);
    return text(spec, "pipeline", "name")
        .flatMap(name -> quietly(() -> new PipelineName(project(spec), name)));
  }

  /** The project whose defaults count; faults in its name are reported elsewhere. */
  private ProjectName project(Mapping spec) {
    return text(spec, "pipeline", "project", "name")
        .flatMap(name -> quietly(() -> new ProjectName(name)))
        .orElse(defaultProject);
  }

  private static <T> Optional<T> quietly(Supplier<T> made) {
    try {
      return Optional.of(made.get());
    } catch (TuskException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Mapping spec, String... path) {
    Optional<SpecNode> node = Optional.of(spec);
    for (String name : path) {
      node = node.flatMap(found -> member(found, name));
    }
    return node.filter(SpecNode.Text.class::isInstance)
        .map(found -> ((SpecNode.Text) found).value());
  }

  private static Optional<SpecNode> member(SpecNode node, String name) {
    return node instanceof Mapping mapping
        ? mapping.members().stream()
            .filter(member -> member.name().equals(name))
            .map(SpecNode.Member::value)
            .findFirst()
        : Optional.empty();
  }

  /** Fields of Pachyderm 1.x. */
  private static void formerNames(Fields fields) {
    fields.ignored("enable_stats", "statistics of datums are always kept");
    fields.ignored("cache_size", DROPPED);
    fields.ignored("max_queue_size", DROPPED);
    fields.ignored("batch", DROPPED);
    fields.ignored("scale_down_threshold", DROPPED);
    fields.ignored("hashtree_spec", DROPPED);
    fields.refused(
        "inputs",
        "it is the list of Pachyderm before 1.6; write \"input\" with one pfs, or a cross");
    if (fields.meaningful("incremental")) {
      fields.refused(
          "incremental",
          "code no longer sees its earlier output; choose a glob that makes each new file a datum "
              + "of its own");
    } else {
      fields.ignored("incremental", "false is what every pipeline does");
    }
    fields.refused("spec_commit", "Tusk keeps the versions of specifications itself; remove it");
  }

  private Optional<PipelineSpec> spec(Fields fields) {
    Optional<PipelineName> name = name(fields);
    Optional<Transform> transform = transform(fields);
    Optional<Input> input = fields.object("input").flatMap(object -> input(object, name));
    OptionalLong parallelism = parallelism(fields);
    Optional<BranchName> output = name.flatMap(value -> output(fields, value));
    if (output.isEmpty()) {
      fields.text("output_branch");
    }
    Optional<Egress> egress = fields.object("egress").flatMap(EgressSection::parse);
    Optional<DatumSetSpec> datumSets = fields.object("datum_set_spec").flatMap(this::datumSets);
    Optional<Duration> datumTimeout = Syntax.duration(fields, "datum_timeout");
    long tries = fields.integer("datum_tries");
    Optional<Duration> jobTimeout = Syntax.duration(fields, "job_timeout");
    Optional<String> salt = fields.optionalText("salt");
    ReprocessSpec reprocess = reprocess(fields);
    boolean autoscaling = fields.flag("autoscaling");
    boolean s3Out = fields.flag("s3_out");
    Optional<Spout> spout = fields.object("spout").map(ServiceSection::spout);
    Optional<Service> service = fields.object("service").map(ServiceSection::service);
    String description = fields.text("description");
    Kubernetes kubernetes = KubernetesSection.parse(fields);
    Optional<Duration> uptime = Syntax.duration(fields, "maximum_expected_uptime");
    Optional<RawJson> determined = fields.raw("determined");
    Optional<RawJson> tfJob = fields.raw("tf_job");
    ServiceSection.rules(fields, spout, service, input, parallelism);
    fields.errorIf(autoscaling && spout.isPresent(), "autoscaling", ServiceSection.UNTRIGGERED);
    boolean endless = spout.isPresent() || service.isPresent();
    fields.errorIf(s3Out && endless, "s3_out", ServiceSection.NO_S3_OUT);
    if (name.isEmpty() || transform.isEmpty() || output.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PipelineSpec(
            name.get(),
            description,
            transform.get(),
            input,
            parallelism,
            output.get(),
            egress,
            datumSets,
            datumTimeout,
            tries == 0 ? PipelineSpec.DEFAULT_DATUM_TRIES : tries,
            jobTimeout,
            salt,
            reprocess,
            autoscaling,
            s3Out,
            spout,
            service,
            kubernetes,
            uptime,
            determined,
            tfJob));
  }

  private Optional<PipelineName> name(Fields fields) {
    if (fields.absent("pipeline")) {
      fields.error("pipeline", "is missing; give pipeline.name");
      return Optional.empty();
    }
    Optional<Fields> pipeline = fields.object("pipeline");
    if (pipeline.isEmpty()) {
      return Optional.empty();
    }
    Fields object = pipeline.get();
    Optional<ProjectName> project = Syntax.project(object).or(() -> Optional.of(defaultProject));
    object.missing("name", "name the pipeline");
    Optional<PipelineName> name =
        object
            .optionalText("name")
            .flatMap(
                text ->
                    Syntax.checked(object, "name", () -> new PipelineName(project.get(), text)));
    object.end();
    return name;
  }

  private static Optional<Transform> transform(Fields fields) {
    if (fields.absent("transform")) {
      fields.error("transform", "is missing; give transform.cmd or transform.java");
      return Optional.empty();
    }
    return fields.object("transform").map(TransformSection::parse);
  }

  private Optional<Input> input(Fields fields, Optional<PipelineName> name) {
    ProjectName project = name.map(PipelineName::project).orElse(defaultProject);
    return new InputSection(project, name, globs).parse(fields);
  }

  private static OptionalLong parallelism(Fields fields) {
    Optional<Fields> spec = fields.object("parallelism_spec");
    if (spec.isEmpty()) {
      return OptionalLong.empty();
    }
    long constant = spec.get().integer("constant");
    spec.get().ignored("coefficient", "Tusk does not count nodes; give a constant");
    spec.get().ignored("strategy", "a constant is the only strategy");
    spec.get().end();
    return constant == 0 ? OptionalLong.empty() : OptionalLong.of(constant);
  }

  private static Optional<BranchName> output(Fields fields, PipelineName name) {
    String branch = fields.optionalText("output_branch").orElse(PipelineSpec.DEFAULT_OUTPUT_BRANCH);
    Supplier<BranchName> made = () -> new BranchName(name.repo(), branch);
    return Syntax.checked(fields, "output_branch", made);
  }

  private Optional<DatumSetSpec> datumSets(Fields fields) {
    DatumSetSpec spec =
        new DatumSetSpec(
            fields.integer("number"), fields.integer("size_bytes"), fields.integer("per_worker"));
    fields.end();
    return spec.equals(new DatumSetSpec(0, 0, 0)) ? Optional.empty() : Optional.of(spec);
  }

  private static ReprocessSpec reprocess(Fields fields) {
    return switch (fields.text("reprocess_spec")) {
      case "", "until_success" -> ReprocessSpec.UNTIL_SUCCESS;
      case "every_job" -> ReprocessSpec.EVERY_JOB;
      default -> {
        fields.error(
            "reprocess_spec", "must be \"until_success\" or \"every_job\"; choose one of them");
        yield ReprocessSpec.UNTIL_SUCCESS;
      }
    };
  }
}
