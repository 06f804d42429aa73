/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.command.Isolation;
import io.tusk.engine.datum.BatchTransform;
import io.tusk.engine.datum.CommandSite;
import io.tusk.engine.datum.CommandTransform;
import io.tusk.engine.datum.DatumEnvironment;
import io.tusk.engine.host.WorkerName;
import io.tusk.engine.input.InputCache;
import io.tusk.engine.secret.JobSecrets;
import io.tusk.engine.transform.JavaTransform;
import io.tusk.engine.transform.ShownFiles;
import io.tusk.engine.transform.Transform;
import io.tusk.engine.transform.TryControl;
import io.tusk.error.TuskException;
import io.tusk.files.FileSets;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.TuskStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the user's code ready to run. */
final class Transforms {
  private final Assignment work;
  private final InputCache inputs;
  private final LaneConfig config;
  private final WorkerName worker;

  Transforms(Assignment work, InputCache inputs, LaneConfig config, int lane) {
    this.work = work;
    this.inputs = inputs;
    this.config = config;
    this.worker = WorkerName.ofLane(lane);
  }

  /**
   * The code of a pipeline's version.
   *
   * @param control ends what runs
   * @throws TuskException INVALID when the specification names code that is not there; HOST when
   *     the host lacks what running it needs
   */
  Transform create(TryControl control) {
    TuskStore store = work.store();
    FileSets files = work.files();
    JobContext job = work.context();
    PipelineVersion version = job.version();
    DatumEnvironment environment =
        new DatumEnvironment(version, job.job().id(), job.output(), worker);
    JobSecrets secrets =
        JobSecrets.find(version.spec().transform().secrets(), config.secretDirectory());
    var java = version.spec().transform().java();
    if (java.isEmpty()) {
      CommandSite site =
          new CommandSite(
              store,
              files,
              inputs,
              version.spec(),
              Isolation.parse(config.isolation()),
              config.secretDirectory(),
              environment,
              secrets);
      return version.spec().transform().datumBatching()
          ? new BatchTransform(site, control, store.host())
          : new CommandTransform(site, control);
    }
    Optional<PipelineCode> code = version.jar().map(jar -> PipelineCode.open(store.files(), jar));
    try {
      ClassLoader loader =
          code.map(PipelineCode::loader).orElse(Thread.currentThread().getContextClassLoader());
      return new JavaTransform(
          files,
          inputs,
          ShownFiles.of(version.spec()),
          () -> JavaTransform.load(java.get().className(), loader),
          datum -> withSecrets(environment.of(datum, "/pfs"), secrets),
          control,
          version.spec().datumTimeout(),
          () -> code.ifPresent(PipelineCode::close));
    } catch (RuntimeException | Error e) {
      code.ifPresent(PipelineCode::close);
      throw e;
    }
  }

  private static Map<String, String> withSecrets(
      Map<String, String> variables, JobSecrets secrets) {
    Map<String, String> all = new LinkedHashMap<>(secrets.variables());
    all.putAll(variables);
    return all;
  }
}
