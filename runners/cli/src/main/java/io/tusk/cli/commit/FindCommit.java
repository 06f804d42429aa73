/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.Iterators;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.RawJson;
import io.tusk.cli.frame.View;
import io.tusk.cron.Durations;
import io.tusk.repo.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "List the commits, of a commit and all before it, that added, changed or deleted a path,"
            + " newest first.",
    footer = {
      "",
      "Examples:",
      "  tusk find commit images@master:/2025/a.png",
      "  tusk find commit images@master:/2025/ --limit 1 --json"
    })
public final class FindCommit extends QueryCommand {
  @Parameters(paramLabel = "REPO@COMMIT:PATH", description = "Where to begin, and the path.")
  private String name;

  @Option(names = "--json", description = "As --raw.")
  private boolean json;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many, at least 1.")
  private Long limit;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "End the search after this time, such as 30s or 5m, and say so.")
  private String timeout;

  @Override
  protected boolean isRaw() {
    return json || super.isRaw();
  }

  @Override
  protected Answer answer(View view) {
    FileRef ref = file(name);
    if (ref.path().filter(path -> !path.isEmpty()).isEmpty()) {
      throw misuse("\"" + name + "\" is not of the form REPO@COMMIT:PATH");
    }
    if (limit != null && limit < 1) {
      throw misuse("--limit takes a number of at least 1, not " + limit);
    }
    Iterator<PathHistory.Step> steps =
        new PathHistory(view, view.resolver().head(ref.commit()), ref.filePath());
    Iterator<PathHistory.Step> inTime =
        timeout().<Iterator<PathHistory.Step>>map(end -> new Timed(view, steps, end)).orElse(steps);
    return Listing.of(
            Iterators.filter(inTime, step -> step.change().isPresent()), FindCommit::document)
        .column("COMMIT", step -> step.commit().id())
        .column("CHANGE", step -> step.change().orElseThrow())
        .column("FINISHED", step -> step.commit().finished())
        .column("DESCRIPTION", step -> step.commit().description())
        .limit(limit == null ? Long.MAX_VALUE : limit);
  }

  private Optional<Duration> timeout() {
    return Optional.ofNullable(timeout)
        .map(
            text ->
                Durations.parse(text)
                    .orElseThrow(
                        () ->
                            misuse(
                                "--timeout takes a duration such as "
                                    + Durations.FORMS
                                    + ", not \""
                                    + text
                                    + "\"")));
  }

  private static ObjectNode document(PathHistory.Step step) {
    Commit commit = step.commit();
    ObjectNode document = RawJson.object();
    document.set("found_commit", RawJson.commitName(commit.repo(), commit.id(), commit.branch()));
    document.put("change", step.change().orElseThrow().toString());
    return document.put("commits_searched", step.searched());
  }

  /** Steps until the time is over. */
  private final class Timed implements Iterator<PathHistory.Step> {
    private final View view;
    private final Iterator<PathHistory.Step> steps;
    private final Instant end;
    private long searched;
    private boolean over;

    Timed(View view, Iterator<PathHistory.Step> steps, Duration limit) {
      this.view = view;
      this.steps = steps;
      this.end = view.now().plus(limit);
    }

    @Override
    public boolean hasNext() {
      if (over || !steps.hasNext()) {
        return false;
      }
      over = !view.now().isBefore(end);
      if (over) {
        err()
            .println(
                "the search ended after "
                    + timeout
                    + " and "
                    + searched
                    + (searched == 1 ? " commit" : " commits")
                    + "; older ones were not searched");
      }
      return !over;
    }

    @Override
    public PathHistory.Step next() {
      searched++;
      return steps.next();
    }
  }
}
