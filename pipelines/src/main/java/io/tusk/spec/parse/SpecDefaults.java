/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.name.ProjectName;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.RawJson;
import io.tusk.spec.schema.SpecFields;
import io.tusk.spec.text.Position;
import io.tusk.spec.text.Problems;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Member;
import io.tusk.spec.text.SpecNode.Numeral;
import io.tusk.spec.text.SpecNode.Text;
import io.tusk.spec.text.SpecReader;
import io.tusk.spec.text.SpecText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a specification is laid over, from the lowest layer on: what Tusk itself sets, the defaults
 * of the cluster, those of the pipeline's project. Each layer has the form of a specification and
 * is laid over those below as RFC 7396 says.
 *
 * @param cluster for all pipelines
 * @param projects for the pipelines of each project
 */
public record SpecDefaults(Optional<RawJson> cluster, Map<ProjectName, RawJson> projects) {
  /** Nothing but what Tusk itself sets. */
  public static final SpecDefaults BUILT_IN = new SpecDefaults(Optional.empty(), Map.of());

  public SpecDefaults {
    projects = Map.copyOf(projects);
  }

  /** A specification, in the canonical spelling, over the defaults for its project. */
  Mapping under(Mapping spec, ProjectName project, Problems problems) {
    Mapping merged = builtIn(spec.position());
    if (cluster.isPresent()) {
      merged = MergePatch.apply(merged, layer("cluster defaults", cluster.get(), problems));
    }
    RawJson ofProject = projects.get(project);
    if (ofProject != null) {
      String name = "defaults of project " + project;
      merged = MergePatch.apply(merged, layer(name, ofProject, problems));
    }
    return MergePatch.apply(merged, spec);
  }

  /** What Tusk itself sets stands, as it were, where the specification begins. */
  private static Mapping builtIn(Position at) {
    String tries = String.valueOf(PipelineSpec.DEFAULT_DATUM_TRIES);
    return new Mapping(
        at,
        "",
        List.of(
            new Member(at, "output_branch", new Text(at, "", PipelineSpec.DEFAULT_OUTPUT_BRANCH)),
            new Member(at, "datum_tries", new Numeral(at, "", tries)),
            new Member(at, "reprocess_spec", new Text(at, "", "until_success"))));
  }

  private static Mapping layer(String name, RawJson json, Problems problems) {
    List<Mapping> read = SpecReader.read(new SpecText(name, json.text()), problems);
    if (read.size() != 1) {
      throw new IllegalStateException("the " + name + " are no object: " + json.text());
    }
    return new Canonical(problems).of(read.get(0), SpecFields.SPECIFICATION);
  }
}
