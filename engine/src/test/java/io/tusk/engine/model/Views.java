/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.PathInfo;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.repo.Branch;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.Repo;
import io.tusk.repo.Trigger;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All that users can see, of a store and of a model, in the same words: subject to facts. */
final class Views {
  private final TuskStore store;
  private final Map<Hash, Map<String, String>> contents = new HashMap<>();

  Views(TuskStore store) {
    this.store = store;
  }

  private record CommitView(
      Object branch,
      Optional<?> parent,
      boolean auto,
      Value.Content content,
      List<String> provenance,
      Map<String, String> files) {}

  private record BranchView(
      Object head,
      Optional<?> shown,
      List<?> provenance,
      Optional<String> trigger,
      boolean ofPipeline) {}

  private record PipelineView(long version, boolean stopped, Object output) {}

  private record JobView(Object state, long version, long attempt, Object counts) {}

  static Map<String, Object> of(State model) {
    Map<String, Object> view = new TreeMap<>();
    model.repos().forEach(repo -> view.put("repo " + repo.name(), ""));
    for (Value.Branch b : model.branches()) {
      view.put(
          "branch " + b.name(),
          new BranchView(
              b.head(),
              b.readable(),
              b.provenance(),
              b.trigger().map(t -> text(t.source(), t.condition())),
              b.owned()));
    }
    for (Value.Commit c : model.commits()) {
      view.put(
          "commit " + c.repo() + "@" + c.id(),
          new CommitView(
              c.branch(),
              c.parent(),
              c.auto(),
              c.content(),
              c.provenance().stream().map(up -> up.branch() + "=" + up.commit()).toList(),
              c.isGood() ? c.files() : Map.of()));
    }
    for (Value.Pipeline p : model.pipelines()) {
      view.put("pipeline " + p.name(), new PipelineView(p.version(), p.stopped(), p.output()));
      for (Value.Job j : model.jobs(p.name())) {
        view.put(
            "job " + p.name() + "@" + j.set(),
            new JobView(j.state(), j.version(), j.attempt(), j.counts()));
      }
    }
    return view;
  }

  Map<String, Object> ofStore() {
    Catalog catalog = store.snapshot().catalog();
    Map<String, Object> view = new TreeMap<>();
    Iterator<Repo> repos = catalog.repos();
    while (repos.hasNext()) {
      Repo repo = repos.next();
      view.put("repo " + repo.name(), "");
      catalog
          .branches(repo.name())
          .forEachRemaining(branch -> view.put("branch " + branch.name(), view(branch)));
      catalog
          .commits(repo.name())
          .forEachRemaining(commit -> view.put("commit " + commit.label(), view(commit)));
    }
    JobCatalog jobs = new JobCatalog(catalog);
    Iterator<Pipeline> pipelines = new PipelineCatalog(catalog).pipelines();
    while (pipelines.hasNext()) {
      Pipeline pipeline = pipelines.next();
      view.put(
          "pipeline " + pipeline.name(),
          new PipelineView(pipeline.version(), pipeline.isStopped(), pipeline.output()));
      Iterator<Job> all = jobs.jobs(pipeline.name());
      while (all.hasNext()) {
        Job job = all.next();
        view.put(
            "job " + job.id(),
            new JobView(job.state(), job.version(), job.attempt(), job.counts()));
      }
    }
    return view;
  }

  private static BranchView view(Branch branch) {
    return new BranchView(
        branch.head(),
        branch.readable(),
        branch.provenance(),
        branch
            .trigger()
            .map(
                trigger ->
                    text(
                        trigger.source(),
                        new Value.Condition(
                            (int) trigger.conditions().commits(),
                            trigger.conditions().size().map(size -> (int) size.bytes()).orElse(0),
                            trigger.conditions().match() == Trigger.Match.ALL))),
        branch.owner() == Branch.Owner.PIPELINE);
  }

  private static String text(BranchName source, Value.Condition condition) {
    return source + " " + condition;
  }

  private CommitView view(Commit commit) {
    return new CommitView(
        commit.branch(),
        commit.parent(),
        commit.origin() == Commit.Origin.AUTO,
        commit.isOpen()
            ? Value.Content.OPEN
            : commit.isReadable() ? Value.Content.GOOD : Value.Content.BAD,
        commit.provenance().stream().map(up -> up.branch() + "=" + up.commit()).toList(),
        commit.isReadable() ? contents(commit.files()) : Map.of());
  }

  private Map<String, String> contents(FileSet files) {
    return contents.computeIfAbsent(files.hash(), hash -> read(files));
  }

  private Map<String, String> read(FileSet files) {
    Map<String, String> all = new TreeMap<>();
    Iterator<PathInfo> walk = store.files().walk(files, FilePath.ROOT);
    while (walk.hasNext()) {
      PathInfo info = walk.next();
      try (InputStream in = store.files().open((FileEntry) info.entry())) {
        all.put(info.path().value(), new String(in.readAllBytes(), UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }
}
