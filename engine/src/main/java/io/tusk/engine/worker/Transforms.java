/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.host.TemporaryDirectory;
import io.tusk.engine.host.TemporaryName;
import io.tusk.engine.secret.JobSecrets;
import io.tusk.engine.transform.JavaTransform;
import io.tusk.engine.transform.Transform;
import io.tusk.engine.transform.TryControl;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSets;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the user's code ready to run. */
final class Transforms {
  private final Assignment work;
  private final LaneConfig config;
  private final WorkerName worker;

  Transforms(Assignment work, LaneConfig config, int lane) {
    this.work = work;
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
      return new CommandTransform(
          store, files, version.spec(), config, environment, secrets, control);
    }
    ClassLoader loader =
        version
            .jar()
            .map(jar -> loader(store, jar))
            .orElse(Thread.currentThread().getContextClassLoader());
    return new JavaTransform(
        files,
        () -> JavaTransform.load(java.get().className(), loader),
        datum -> withSecrets(environment.of(datum, "/pfs"), secrets),
        control,
        version.spec().datumTimeout());
  }

  private static Map<String, String> withSecrets(
      Map<String, String> variables, JobSecrets secrets) {
    Map<String, String> all = new LinkedHashMap<>(secrets.variables());
    all.putAll(variables);
    return all;
  }

  private static ClassLoader loader(TuskStore store, FileEntry jar) {
    try {
      Path file = Files.createTempFile(TemporaryName.prefix("code"), ".jar");
      file.toFile().deleteOnExit();
      try (InputStream content = store.files().open(jar)) {
        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
      }
      return new URLClassLoader(
          new URL[] {file.toUri().toURL()}, Thread.currentThread().getContextClassLoader());
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "the pipeline's jar cannot be put into "
              + TemporaryDirectory.path()
              + ": "
              + TemporaryDirectory.reason(e)
              + "; mend that, or set TMPDIR to another directory",
          e);
    }
  }
}
