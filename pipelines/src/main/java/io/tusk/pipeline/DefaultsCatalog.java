/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.meta.Metadata;
import io.tusk.meta.MetadataValue;
import io.tusk.name.ProjectName;
import io.tusk.repo.Catalog;
import io.tusk.spec.RawJson;
import io.tusk.spec.parse.SpecDefaults;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** The defaults that some metadata shows, as users gave them. */
public final class DefaultsCatalog {
  static final String SPEC = "spec";

  private final Metadata metadata;

  public DefaultsCatalog(Catalog catalog) {
    this.metadata = catalog.metadata();
  }

  /** What was given, in its own spelling. */
  public Optional<RawJson> find(DefaultsScope scope) {
    return metadata.find(PipelineKeys.defaults(scope)).map(DefaultsCatalog::spec);
  }

  /**
   * @throws TuskException NOT_FOUND
   */
  public RawJson require(DefaultsScope scope) {
    return find(scope)
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.NOT_FOUND,
                    "there are no defaults of " + scope + "; 'tusk create defaults' makes them"));
  }

  /** All of them, for the parser. */
  public SpecDefaults all() {
    Map<ProjectName, RawJson> projects = new HashMap<>();
    Iterator<Metadata.Item> items = metadata.ascending(PipelineKeys.PROJECT_DEFAULTS);
    while (items.hasNext()) {
      Metadata.Item item = items.next();
      projects.put(PipelineKeys.projectOfDefaults(item.key()), spec(item.value()));
    }
    return new SpecDefaults(find(new DefaultsScope.Cluster()), projects);
  }

  private static RawJson spec(MetadataValue value) {
    return new RawJson(value.json().path(SPEC).asText());
  }
}
