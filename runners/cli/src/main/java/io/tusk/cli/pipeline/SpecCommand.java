/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.RawOption;
import io.tusk.cli.frame.SpecLocation;
import io.tusk.cli.frame.SpecOption;
import io.tusk.files.FileEntry;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.DefaultsCatalog;
import io.tusk.pipeline.SpecBatch;
import io.tusk.repo.TuskStore;
import io.tusk.spec.parse.ParsedSpec;
import io.tusk.spec.parse.SpecDefaults;
import io.tusk.spec.parse.SpecJson;
import io.tusk.spec.text.SpecText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates or updates the pipelines of one or more specifications, in one transaction. */
@Command
abstract class SpecCommand extends SpecChange {
  @Mixin private SpecOption file;

  @Option(
      names = "--dry-run",
      description = "Print the specification with all defaults, and change nothing.")
  private boolean dryRun;

  @Mixin private RawOption raw;

  @Option(
      names = "--jsonnet",
      paramLabel = "FILE|URL|-",
      description =
          "A template of the specifications, in place of -f; the program jsonnet renders it.")
  private String template;

  @Option(
      names = "--arg",
      paramLabel = "NAME=VALUE",
      showDefaultValue = Visibility.NEVER,
      description = "An argument of the template's function, a text; may be repeated.")
  private List<String> arguments = List.of();

  private SpecText text;

  @Override
  final SpecText text() {
    return text;
  }

  @Override
  protected final boolean prepare() {
    text = read();
    SpecBatch batch = batch();
    batch.warnings().forEach(err()::println);
    batch.specs().stream()
        .filter(spec -> !takes(spec))
        .forEach(spec -> raw.print(out(), SpecJson.toJson(spec.spec())));
    return batch.specs().stream().anyMatch(this::takes);
  }

  private SpecText read() {
    if (template == null && arguments.isEmpty()) {
      return file.text(terminal());
    }
    if (template == null) {
      throw misuse("--arg is for a template; name it with --jsonnet");
    }
    if (file.isSet()) {
      throw misuse("both -f and --jsonnet were given; give one of them");
    }
    for (String argument : arguments) {
      if (argument.indexOf('=') < 1) {
        throw misuse("--arg \"" + argument + "\" is not of the form NAME=VALUE");
      }
    }
    return new JsonnetTemplate(location(), arguments).render(terminal());
  }

  private SpecLocation location() {
    return template == null ? file.location() : new SpecLocation(template);
  }

  @Override
  protected final void restore(String attachment) {
    text = new SpecText(location().source(terminal()), attachment);
  }

  /** Over the defaults that the store has now, where there is one. */
  private SpecBatch batch() {
    Optional<TuskStore> store = findStore();
    try {
      return SpecBatch.read(
          text,
          project(),
          store
              .map(found -> new DefaultsCatalog(found.snapshot().catalog()).all())
              .orElse(SpecDefaults.BUILT_IN));
    } finally {
      store.ifPresent(TuskStore::close);
    }
  }

  @Override
  final boolean takes(ParsedSpec spec) {
    return !dryRun && !spec.switches().dryRun().orElse(false);
  }

  @Override
  final FileEntry jar(String name, TuskStore into, PackWriter out) throws IOException {
    return JarSource.store(name, location().folder(terminal()), into, out);
  }
}
