/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import io.tusk.engine.run.RunnerSession;
import io.tusk.engine.run.RunnerSupport;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Spark whose application goes on from run to run until it is given back, since starting one takes
 * longer than most tests.
 */
public final class KeptSparkSupport implements RunnerSupport {
  private static final String NAME = "KeptSparkRunner";
  private static RunnerSession kept;

  /** As the argument that names it. */
  public static String argument() {
    return "--runner=" + NAME;
  }

  public static synchronized void giveBack() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }

  @Override
  public String runner() {
    return NAME;
  }

  @Override
  public RunnerSession open(List<String> arguments) {
    synchronized (KeptSparkSupport.class) {
      if (kept == null) {
        kept = new SparkSupport().open(real(arguments));
      }
      return new Borrowed(kept);
    }
  }

  private static List<String> real(List<String> arguments) {
    return arguments.stream()
        .map(argument -> argument.equals(argument()) ? "--runner=SparkRunner" : argument)
        .toList();
  }

  private record Borrowed(RunnerSession session) implements RunnerSession {
    @Override
    public int slots() {
      return session.slots();
    }

    @Override
    public PipelineOptions options(List<String> arguments, int lanes) {
      return session.options(real(arguments), lanes);
    }

    @Override
    public Optional<PipelineResult.State> run(Pipeline pipeline) {
      return session.run(pipeline);
    }
  }
}
