/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Runs pipelines on DirectRunner and brings what comes out of them to the test. */
final class Runs {
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Map<Long, List<Object>> COLLECTED = new ConcurrentHashMap<>();

  private Runs() {}

  static Pipeline pipeline(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--runner=DirectRunner");
    all.add("--targetParallelism=3");
    return Pipeline.create(PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).create());
  }

  /** What a pipeline of one transform gives. */
  static <T> List<T> of(Function<Pipeline, PCollection<T>> graph, String... options) {
    Pipeline pipeline = pipeline(options);
    Collect<T> collect = new Collect<>();
    graph.apply(pipeline).apply("Collect", ParDo.of(collect));
    pipeline.run().waitUntilFinish();
    return collect.taken();
  }

  static final class Collect<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1L;

    private final long number = NUMBERS.incrementAndGet();

    Collect() {
      COLLECTED.put(number, Collections.synchronizedList(new ArrayList<>()));
    }

    @ProcessElement
    public void process(@Element T element) {
      COLLECTED.get(number).add(element);
    }

    @SuppressWarnings("unchecked") // only this function's elements are in its list
    List<T> taken() {
      return (List<T>) COLLECTED.remove(number);
    }
  }
}
