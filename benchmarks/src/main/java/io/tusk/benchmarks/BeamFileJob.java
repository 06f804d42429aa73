/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;

/**
 * The job that one would write by hand for {@link UpperCase}: each file is read by FileIO and
 * written to a file of its own under the same path through Beam's file systems, which costs a
 * fraction of a dynamic destination per file.
 */
final class BeamFileJob {
  private BeamFileJob() {}

  /** DirectRunner, with the same settings as Tusk gives it. */
  static void run(Path files, Path out, int slots) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=DirectRunner",
                    "--targetParallelism=" + slots,
                    "--enforceImmutability=false",
                    "--enforceEncodability=false")
                .create());
    pipeline
        .apply("Match", FileIO.match().filepattern(files + "/*/*"))
        .apply("Read", FileIO.readMatches())
        .apply("Upper case", ParDo.of(new Write(out.toString())));
    pipeline.run().waitUntilFinish();
  }

  static final class Write extends DoFn<FileIO.ReadableFile, Void> {
    private static final long serialVersionUID = 1L;

    private final String out;

    Write(String out) {
      this.out = out;
    }

    @ProcessElement
    public void process(@Element FileIO.ReadableFile file) throws IOException {
      ResourceId source = file.getMetadata().resourceId();
      ResourceId target =
          FileSystems.matchNewResource(out, true)
              .resolve(
                  source.getCurrentDirectory().getFilename(),
                  StandardResolveOptions.RESOLVE_DIRECTORY)
              .resolve(source.getFilename(), StandardResolveOptions.RESOLVE_FILE);
      byte[] bytes = UpperCase.upperCase(file.readFullyAsBytes());
      try (OutputStream content =
          Channels.newOutputStream(FileSystems.create(target, "application/octet-stream"))) {
        content.write(bytes);
      }
    }
  }
}
