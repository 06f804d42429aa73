/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A repository of restic's, with a cache of its own. */
final class Restic {
  private static final Pattern SNAPSHOT = Pattern.compile("\"short_id\":\"([0-9a-f]+)\"");

  private final Tool tool;
  private final Path repository;

  Restic(Tool tool, Path repository) {
    this.tool = tool.with("RESTIC_PASSWORD", "benchmark");
    this.repository = repository;
  }

  void init() throws IOException, InterruptedException {
    run("init");
  }

  Tool.Run backup(Path directory) throws IOException, InterruptedException {
    return run("backup", "--quiet", directory);
  }

  /** Their short ids, oldest first. */
  List<String> snapshots() throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    Matcher matcher = SNAPSHOT.matcher(run("snapshots", "--json").output());
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    return ids;
  }

  Tool.Run run(Object... arguments) throws IOException, InterruptedException {
    List<Object> all = new ArrayList<>();
    all.addAll(List.of("--repo", repository.resolve("repo")));
    all.addAll(List.of("--cache-dir", repository.resolve("cache")));
    all.addAll(List.of(arguments));
    return tool.run(all.toArray());
  }
}
