/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.graph;

import io.tusk.beam.BucketAccess;
import io.tusk.engine.planning.PlanConfig;
import io.tusk.engine.planning.PlanSteps;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes a job's plan by many workers, as {@link PlanSteps} does; gives an element once the plan is
 * stored. Keys go by hash to buckets, in blocks.
 */
final class PlanDatums extends PTransform<PBegin, PCollection<byte[]>> {
  private static final long serialVersionUID = 1L;
  private static final KvCoder<Integer, byte[]> BLOCKS =
      KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of());

  private final PlanConfig config;

  PlanDatums(PlanConfig config) {
    this.config = config;
  }

  @Override
  public PCollection<byte[]> expand(PBegin begin) {
    PCollection<byte[]> made =
        begin.apply("Start", Create.of(PlanSteps.start()).withCoder(ByteArrayCoder.of()));
    for (int round = 0; round < config.rounds(); round++) {
      boolean isLast = round == config.rounds() - 1;
      String name = isLast ? "Find datums" : "Compare paths " + (round + 1);
      made = made.apply(name, new Round(config, round));
    }
    return made;
  }

  private static final class Round extends PTransform<PCollection<byte[]>, PCollection<byte[]>> {
    private static final long serialVersionUID = 1L;

    private final PlanConfig config;
    private final int round;

    Round(PlanConfig config, int round) {
      this.config = config;
      this.round = round;
    }

    @Override
    public PCollection<byte[]> expand(PCollection<byte[]> before) {
      return before
          .apply("Cut", ParDo.of(new Cut(config, round)))
          .setCoder(ByteArrayCoder.of())
          .apply("Spread", Reshuffle.viaRandomKey())
          .apply("Read", ParDo.of(new ReadShare(config, round)))
          .setCoder(BLOCKS)
          .apply("Group by bucket", GroupByKey.create())
          .apply("Sort", ParDo.of(new Sort(config, round)))
          .setCoder(BLOCKS)
          .apply("Gather", GroupByKey.create())
          .apply("Merge", ParDo.of(new Merge(config, round)))
          .setCoder(ByteArrayCoder.of());
    }
  }

  /** A step of a round. */
  private abstract static class Step<A, B> extends DoFn<A, B> {
    private static final long serialVersionUID = 1L;

    private final PlanConfig config;
    final int round;

    Step(PlanConfig config, int round) {
      this.config = config;
      this.round = round;
    }

    PlanSteps steps(PipelineOptions options) {
      return new PlanSteps(config, () -> BucketAccess.of(options));
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      JobDisplay.populate(builder, config.job());
    }
  }

  private static final class Cut extends Step<byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    Cut(PlanConfig config, int round) {
      super(config, round);
    }

    @ProcessElement
    public void process(
        @Element byte[] start, PipelineOptions options, OutputReceiver<byte[]> shares) {
      steps(options).cut(round, start, shares::output);
    }
  }

  private static final class ReadShare extends Step<byte[], KV<Integer, byte[]>> {
    private static final long serialVersionUID = 1L;

    ReadShare(PlanConfig config, int round) {
      super(config, round);
    }

    @ProcessElement
    public void process(
        @Element byte[] share,
        PipelineOptions options,
        OutputReceiver<KV<Integer, byte[]>> blocks) {
      steps(options).read(round, share, (bucket, block) -> blocks.output(KV.of(bucket, block)));
    }
  }

  private static final class Sort extends Step<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private static final long serialVersionUID = 1L;

    Sort(PlanConfig config, int round) {
      super(config, round);
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<byte[]>> bucket,
        PipelineOptions options,
        OutputReceiver<KV<Integer, byte[]>> sorted) {
      steps(options).sort(round, bucket.getValue(), made -> sorted.output(KV.of(0, made)));
    }
  }

  private static final class Merge extends Step<KV<Integer, Iterable<byte[]>>, byte[]> {
    private static final long serialVersionUID = 1L;

    Merge(PlanConfig config, int round) {
      super(config, round);
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<byte[]>> all,
        PipelineOptions options,
        OutputReceiver<byte[]> made) {
      steps(options).merge(round, all.getValue(), made::output);
    }
  }
}
