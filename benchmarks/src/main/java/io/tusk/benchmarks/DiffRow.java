/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.files.FileSet;
import io.tusk.files.FileSetDifferences;
import io.tusk.host.FileTree;
import io.tusk.host.Host;
import io.tusk.name.CommitId;
import io.tusk.objects.LocalObjectStore;
import io.tusk.repo.Catalog;
import io.tusk.repo.TuskStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The difference of two commits with one changed file, against git and restic. */
final class DiffRow implements BenchmarkRow {
  private static final int SMALL = 10_000;
  private static final int LARGE = 1_000_000;

  /** What restic takes in within a minute; its cost grows with the number, Tusk's does not. */
  private static final int RESTIC = 100_000;

  private static final int WARM_UPS = 50;
  private static final int REPEATS = 4;
  private static final int GIT_TIMES = 200;

  @Override
  public int number() {
    return 4;
  }

  @Override
  public String metric() {
    return "difference of two commits with one change among N files";
  }

  private record Ours(int size, Samples fresh, Samples warm, Samples process) {}

  @Override
  public List<Figure> run(Context context) throws IOException, InterruptedException {
    int large = context.scaled(LARGE);
    Ours few = ours(context, context.scaled(SMALL));
    Ours many = ours(context, large);
    String name = "difference, N = " + Figure.count(large);
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.of(
            name,
            many.fresh().secondsText(),
            "N = " + Figure.count(few.size()) + ": " + few.fresh().secondsText(),
            many.fresh().median() / few.fresh().median(),
            Target.atMost(2)));
    Optional<Tool> restic = Tool.find("restic", context.scratch());
    figures.add(
        restic.isEmpty()
            ? Figure.withoutAnchor(name, many.fresh().secondsText(), "restic", Target.atLeast(100))
            : restic(context, restic.get(), ours(context, context.scaled(RESTIC))));
    Optional<Tool> git = Tool.find("git", context.scratch());
    if (git.isEmpty()) {
      figures.add(Figure.withoutAnchor(name, many.warm().secondsText(), "git", Target.atMost(2)));
    } else {
      figures.add(git(context, git.get(), many));
    }
    figures.add(
        Figure.extra("(the whole process of `tusk diff file`)", many.process().secondsText()));
    return figures;
  }

  private static int changed(int count) {
    return count / 2;
  }

  private static Ours ours(Context context, int count) throws IOException, InterruptedException {
    context.say("difference of two commits of " + count + " files");
    Path directory = context.fresh("diff-" + count);
    CommitId before;
    CommitId after;
    try (BenchStore store = BenchStore.in(directory)) {
      before = store.fill("in", count, i -> Contents.text(i, 0));
      after = store.change("in", changed(count), Contents.text(changed(count), 1));
    }
    int runs = REPEATS * context.runs();
    Samples fresh =
        Samples.take(
            context.warmUps(WARM_UPS),
            runs,
            () -> {
              try (TuskStore store = open(directory)) {
                return Samples.time(() -> difference(store, before, after));
              }
            });
    try (TuskStore store = open(directory)) {
      FileSet old = files(store.snapshot().catalog(), before);
      FileSet now = files(store.snapshot().catalog(), after);
      Samples warm =
          Samples.take(
              context.warmUps(WARM_UPS),
              runs,
              () -> Samples.time(() -> difference(store, old, now)));
      Tool tusk =
          Tool.tusk(
              context.scratch(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
      Samples process =
          Samples.take(
              context.warmUps(1),
              context.runs(),
              () -> tusk.run("diff", "file", "in@master", "--store", directory).seconds());
      return new Ours(count, fresh, warm, process);
    }
  }

  private static TuskStore open(Path directory) {
    return TuskStore.open(new LocalObjectStore(directory), Host.system());
  }

  /** From the ids of two commits to the path that differs. */
  private static void difference(TuskStore store, CommitId before, CommitId after) {
    Catalog catalog = store.snapshot().catalog();
    difference(store, files(catalog, before), files(catalog, after));
  }

  private static FileSet files(Catalog catalog, CommitId commit) {
    return catalog.requireCommit(BenchStore.master("in").repo(), commit).files();
  }

  private static void difference(TuskStore store, FileSet old, FileSet now) {
    FileSetDifferences changes = store.files().differences(old, now);
    int files = 0;
    while (changes.hasNext()) {
      files += changes.next().isDirectory() ? 0 : 1;
    }
    if (files != 1) {
      throw new IllegalStateException("found " + files + " changed files, not 1");
    }
  }

  private static Figure git(Context context, Tool git, Ours ours)
      throws IOException, InterruptedException {
    context.say("git: two commits of " + ours.size() + " files");
    Path repo = context.freshDirectory("git");
    Path script = context.scratch().resolve("git-import");
    writeImport(script, ours.size());
    git.run("init", "-q", "--bare", repo);
    git.runWithInput(script, "-C", repo, "fast-import", "--quiet");
    Files.delete(script);
    List<String> trees =
        git.run("-C", repo, "rev-parse", "a^{tree}", "b^{tree}").output().lines().toList();
    Path once = context.scratch().resolve("git-once");
    Path often = context.scratch().resolve("git-often");
    Files.writeString(once, String.join(" ", trees) + "\n");
    Files.writeString(often, (String.join(" ", trees) + "\n").repeat(1 + GIT_TIMES));
    List<Double> each = new ArrayList<>();
    List<Double> processes = new ArrayList<>();
    for (int i = 0; i < REPEATS * context.runs(); i++) {
      // What the process costs itself is in both, and taken away.
      double one = git.runWithInput(once, "-C", repo, "diff-tree", "-r", "--stdin").seconds();
      double many = git.runWithInput(often, "-C", repo, "diff-tree", "-r", "--stdin").seconds();
      each.add((many - one) / GIT_TIMES);
      processes.add(one);
    }
    Samples beyond = new Samples(each);
    return Figure.of(
        "difference of two trees again in one process, N = " + Figure.count(ours.size()),
        ours.warm().secondsText(),
        "git diff-tree "
            + beyond.secondsText()
            + ", with its process "
            + Figure.seconds(new Samples(processes).median()),
        ours.warm().median() / beyond.median(),
        Target.atMost(2));
  }

  private static void writeImport(Path script, int count) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(script), 1 << 20)) {
      line(out, "commit refs/heads/a\ncommitter A <a@example.org> 0 +0000\ndata 1\na");
      for (int i = 0; i < count; i++) {
        file(out, i, Contents.text(i, 0));
      }
      line(
          out,
          "\ncommit refs/heads/b\ncommitter A <a@example.org> 1 +0000\n"
              + "data 1\nb\nfrom refs/heads/a");
      file(out, changed(count), Contents.text(changed(count), 1));
    }
  }

  private static void file(OutputStream out, int index, byte[] content) throws IOException {
    line(out, "M 644 inline " + Contents.path(index).substring(1) + "\ndata " + content.length);
    out.write(content);
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Figure restic(Context context, Tool tool, Ours ours)
      throws IOException, InterruptedException {
    context.say("restic: two snapshots of " + ours.size() + " files");
    Path files = context.freshDirectory("restic-files");
    Contents.writeFiles(files, ours.size(), i -> Contents.text(i, 0));
    Restic restic = new Restic(tool, context.fresh("restic"));
    restic.init();
    restic.backup(files);
    int index = changed(ours.size());
    Files.write(files.resolve(Contents.path(index).substring(1)), Contents.text(index, 1));
    restic.backup(files);
    List<String> snapshots = restic.snapshots();
    Samples diff =
        Samples.take(
            context.warmUps(1),
            context.runs(),
            () -> restic.run("diff", snapshots.get(0), snapshots.get(1)).seconds());
    FileTree.delete(files);
    return Figure.of(
        "difference, N = " + Figure.count(ours.size()) + ", times as fast",
        ours.fresh().secondsText(),
        "restic diff " + diff.secondsText(),
        diff.median() / ours.fresh().median(),
        Target.atLeast(100));
  }
}
