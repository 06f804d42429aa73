/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.graph;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;

/**
 * The numbers of a job's lanes, each a split of its own. Runners hand out splits to whatever of
 * theirs is free, where elements that are shuffled may come to lie two on one worker and none on
 * another.
 */
final class LaneSource extends BoundedSource<Integer> {
  private static final long serialVersionUID = 1L;

  private final int from;
  private final int to;

  private LaneSource(int from, int to) {
    this.from = from;
    this.to = to;
  }

  /** {@code lanes}: at least 1. */
  static LaneSource of(int lanes) {
    return new LaneSource(0, lanes);
  }

  /** One for each lane, however large splits are wished to be. */
  @Override
  public List<LaneSource> split(long desiredBytes, PipelineOptions options) {
    return IntStream.range(from, to).mapToObj(lane -> new LaneSource(lane, lane + 1)).toList();
  }

  /** Runners divide by it. */
  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return (long) to - from;
  }

  @Override
  public Coder<Integer> getOutputCoder() {
    return VarIntCoder.of();
  }

  @Override
  public BoundedReader<Integer> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("lanes", to - from).withLabel("Lanes"));
  }

  private static final class Reader extends BoundedReader<Integer> {
    private final LaneSource source;
    private int lane;

    Reader(LaneSource source) {
      this.source = source;
      this.lane = source.from - 1;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (lane < source.to) {
        lane++;
      }
      return lane < source.to;
    }

    @Override
    public Integer getCurrent() {
      if (lane < source.from || lane >= source.to) {
        throw new NoSuchElementException();
      }
      return lane;
    }

    @Override
    public LaneSource getCurrentSource() {
      return source;
    }

    @Override
    public void close() throws IOException {}
  }
}
