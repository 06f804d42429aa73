/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.connectors;

import io.tusk.beam.TuskFile;
import io.tusk.beam.TuskIO;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;

/** Counts the words of each text of a commit, and commits the counts. */
public final class WordCounts {
  private WordCounts() {}

  /** What the command line says. */
  public interface Options extends PipelineOptions {
    @Description("The store: a directory, or s3://BUCKET/PREFIX.")
    @Validation.Required
    String getStore();

    void setStore(String store);

    @Description("What is read.")
    @Default.String("texts@master")
    String getTexts();

    void setTexts(String commit);

    @Description("Where the counts go.")
    @Default.String("counts@master")
    String getCounts();

    void setCounts(String branch);
  }

  public static void main(String[] args) {
    Options options = PipelineOptionsFactory.fromArgs(args).withValidation().as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(
            "Read texts",
            TuskIO.read()
                .withStore(options.getStore())
                .withCommit(options.getTexts())
                .withGlob("/**.txt"))
        .apply("Count words", ParDo.of(new CountWords()))
        .apply(
            "Write counts",
            TuskIO.write()
                .withStore(options.getStore())
                .withBranch(options.getCounts())
                .withFilesBefore(TuskIO.Before.REPLACE)
                .withMessage("counts of " + options.getTexts()));
    pipeline.run().waitUntilFinish();
  }

  /** From a text to its path and how many words it has. The text is read line by line. */
  static final class CountWords extends DoFn<TuskFile, KV<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element TuskFile text, PipelineOptions options, OutputReceiver<KV<String, byte[]>> counts)
        throws IOException {
      long words = 0;
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(text.open(options), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          words += line.isBlank() ? 0 : line.strip().split("\\s+").length;
        }
      }
      counts.output(KV.of(text.path(), (words + "\n").getBytes(StandardCharsets.UTF_8)));
    }
  }
}
