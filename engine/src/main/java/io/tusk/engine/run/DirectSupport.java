/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Beam's runner in this process. */
final class DirectSupport implements RunnerSupport {
  static final String RUNNER = "DirectRunner";

  @Override
  public String runner() {
    return RUNNER;
  }

  /** All that is grouped is in memory. */
  @Override
  public boolean shuffles() {
    return false;
  }

  @Override
  public RunnerSession open(List<String> arguments) {
    return new RunnerSession() {
      @Override
      public int slots() {
        return Runtime.getRuntime().availableProcessors();
      }

      @Override
      public PipelineOptions options(List<String> ofTheJob, int lanes) {
        List<String> all = new ArrayList<>(ofTheJob);
        all.add("--targetParallelism=" + lanes);
        // Elements are numbers of lanes, which nobody changes.
        all.add("--enforceImmutability=false");
        all.add("--enforceEncodability=false");
        return PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).create();
      }
    };
  }
}
