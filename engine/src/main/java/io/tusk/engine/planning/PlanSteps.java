/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.planning;

import io.tusk.engine.work.JobPlan;
import io.tusk.engine.work.ShardSize;
import io.tusk.engine.worker.Assignment;
import io.tusk.engine.worker.JobContext;
import io.tusk.engine.worker.Worker;
import io.tusk.objects.s3.S3Settings;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Varints;
import io.tusk.plan.Plan;
import io.tusk.plan.PlanRounds;
import io.tusk.plan.PlanShare;
import io.tusk.repo.Commit;
import io.tusk.sort.ExternalSort;
import io.tusk.tree.Tree;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the steps of a job's graph do that make its plan: in each of the {@link PlanRounds} one
 * cuts, many read, many sort, and one merges. What they tell each other is opaque to the graph.
 */
public final class PlanSteps {
  private final PlanConfig config;
  private final Supplier<S3Settings> access;

  /** {@code access}: how a bucket is reached; asked for one only, and not by an engine's own. */
  public PlanSteps(PlanConfig config, Supplier<S3Settings> access) {
    this.config = config;
    this.access = access;
  }

  /** What the first round starts from. */
  public static byte[] start() {
    return PlanMessage.of(Tree.EMPTY).write();
  }

  private void attempt(BiConsumer<Assignment, PlanRounds> step) {
    new Worker(config.job(), access)
        .plan(
            work -> {
              try (PlanRounds rounds =
                  new PlanRounds(work.files(), work.context().planRequest(config.inputs()))) {
                step.accept(work, rounds);
              }
            });
  }

  /**
   * Cuts a round into shares.
   *
   * @param start of the round: {@link #start}, or what the round before came to
   */
  public void cut(int round, byte[] start, Consumer<byte[]> shares) {
    PlanMessage message = PlanMessage.read(start);
    attempt(
        (work, rounds) ->
            rounds
                .shares(round, message.leaves(), config.shares())
                .forEach(share -> shares.accept(message.with(share.write()).write())));
  }

  /**
   * Reads a share.
   *
   * @param blocks is told of items, by the number of their bucket; of one bucket at least
   */
  public void read(int round, byte[] share, BiConsumer<Integer, byte[]> blocks) {
    PlanMessage message = PlanMessage.read(share);
    attempt(
        (work, rounds) -> {
          JobStillRuns job = new JobStillRuns(work, config.job());
          PlanBlocks out = new PlanBlocks(message.leaves(), config.buckets(), blocks);
          rounds.read(
              round,
              message.leaves(),
              PlanShare.read(message.body()),
              (key, value) -> {
                job.check();
                out.add(key, value);
              });
          out.finish();
        });
  }

  /** Sorts what was read of a bucket. */
  public void sort(int round, Iterable<byte[]> blocks, Consumer<byte[]> sorted) {
    attempt(
        (work, rounds) -> {
          JobStillRuns job = new JobStillRuns(work, config.job());
          Iterator<byte[]> all = blocks.iterator();
          PlanMessage first = PlanMessage.read(all.next());
          Iterator<ExternalSort.Item> items = PlanBlocks.items(first, all);
          try (PackWriter out = work.store().newPackWriter()) {
            PlanRounds.Sorted bucket = rounds.sort(round, first.leaves(), job.checking(items), out);
            out.flush();
            sorted.accept(first.with(write(bucket)).write());
          }
        });
  }

  private static byte[] write(PlanRounds.Sorted bucket) {
    Varints.Output out = new Varints.Output().varint(bucket.added());
    PlanMessage.writeTree(out, bucket.tree());
    return out.toByteArray();
  }

  private static PlanRounds.Sorted read(byte[] bucket) {
    Varints.Input in = new Varints.Input(bucket);
    long added = in.varint();
    return new PlanRounds.Sorted(PlanMessage.readTree(in), added);
  }

  /** Merges the buckets: into a section of the leaf tree, or in the last round into the plan. */
  public void merge(int round, Iterable<byte[]> buckets, Consumer<byte[]> end) {
    attempt(
        (work, rounds) -> {
          Tree leaves = Tree.EMPTY;
          List<PlanRounds.Sorted> all = new ArrayList<>();
          for (byte[] bucket : buckets) {
            PlanMessage message = PlanMessage.read(bucket);
            leaves = message.leaves();
            all.add(read(message.body()));
          }
          try (PackWriter out = work.store().newPackWriter()) {
            Tree after = merge(round, work, rounds, leaves, all, out);
            end.accept(PlanMessage.of(after).write());
          }
        });
  }

  private Tree merge(
      int round,
      Assignment work,
      PlanRounds rounds,
      Tree leaves,
      List<PlanRounds.Sorted> buckets,
      PackWriter out) {
    if (!config.isLast(round)) {
      Tree after = rounds.leaves(leaves, buckets, out);
      out.flush();
      return after;
    }
    Plan plan = rounds.plan(leaves, buckets, out);
    out.flush();
    return store(work, plan, config.inputs(), config.job()::lanes).plan().leaves();
  }

  /**
   * Makes a plan, whose trees are durable, the job's, unless it has one.
   *
   * @param workers tells how many work on the job; asked only where it matters
   */
  public static JobPlan store(
      Assignment work, Plan plan, List<Commit.Read> reads, LongSupplier workers) {
    JobContext context = work.context();
    ShardSize size = ShardSize.of(context.version().spec().datumSets(), plan, workers);
    return work.work().create(plan, context.base().map(Commit::id), context.shape(), reads, size);
  }
}
