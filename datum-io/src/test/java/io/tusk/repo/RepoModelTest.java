/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.RepoName;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Random sequences of operations on few names, against {@link RepoModel}. */
@EveryStore
class RepoModelTest {
  private static final int SEQUENCES = TestStores.cases(150);
  private static final int OPERATIONS = 40;
  private static final CommitId NO_ID = new CommitId("f".repeat(32));
  private static final List<String> REPOS = List.of("a", "b", "c", "d");
  private static final List<String> BRANCHES = List.of("master", "dev");
  private static final List<String> PATHS = List.of("/x", "/d", "/d/x", "/d/y", "/e/f/g");

  @Test
  void theStoreSaysWhatTheModelSays() {
    int refused = 0;
    for (long seed = 0; seed < SEQUENCES; seed++) {
      refused += new Sequence(seed).run();
    }
    assertThat(refused)
        .as("operations that were refused")
        .isBetween(SEQUENCES * OPERATIONS / 10, SEQUENCES * OPERATIONS * 2 / 3);
  }

  /** One operation on both; the store gives the id of the commits that it made. */
  private record Step(String text, Supplier<CommitId> store, Consumer<CommitId> model) {}

  private static final class Sequence {
    private final long seed;
    private final Random random;
    private final ObjectStore objects = TestStores.create();
    private final StoreFixture fixture;
    private final RepoModel model = new RepoModel();
    private final List<String> trace = new ArrayList<>();

    Sequence(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.fixture = new StoreFixture(objects, seed);
    }

    /** How many operations were refused. */
    int run() {
      int refused = 0;
      for (int i = 0; i < OPERATIONS; i++) {
        Step step = next();
        trace.add(step.text());
        if (!applied(step)) {
          refused++;
        }
        compare();
      }
      compareFiles();
      assertThat(StoreFixture.problems(objects)).as(context()).isEmpty();
      return refused;
    }

    private boolean applied(Step step) {
      long records = fixture.records();
      CommitId id;
      try {
        id = step.store().get();
      } catch (TuskException e) {
        assertThat(e.code())
            .as("%s: %s", context(), e)
            .isIn(ErrorCode.CONFLICT, ErrorCode.NOT_FOUND);
        assertThat(fixture.records()).as("%s: records", context()).isEqualTo(records);
        assertThatThrownBy(() -> step.model().accept(NO_ID))
            .as("%s: refused without need: %s", context(), e)
            .isInstanceOf(RepoModel.Refused.class)
            .hasMessage(null);
        return false;
      }
      try {
        step.model().accept(id);
      } catch (RepoModel.Refused e) {
        throw new AssertionError(context() + ": should have been refused", e);
      }
      return true;
    }

    private String context() {
      return "seed " + seed + ", " + trace;
    }

    private Step next() {
      RepoName repo = StoreFixture.repo(pick(REPOS));
      BranchName branch = new BranchName(repo, pick(BRANCHES));
      return switch (trace.size() < 3 ? 0 : random.nextInt(20)) {
        case 0 ->
            step(
                "create repo " + repo,
                tx -> RepoChanges.create(tx, repo, ""),
                id -> model.createRepo(repo));
        case 1 ->
            step(
                "delete repo " + repo,
                tx -> RepoChanges.delete(tx, repo),
                id -> model.deleteRepo(repo));
        case 2, 3, 4, 5, 6, 7 -> put(branch);
        case 8 ->
            step(
                "start " + branch,
                tx -> CommitChanges.start(tx, branch, ""),
                id -> model.start(branch, id));
        case 9, 10, 11, 12 -> finish(branch);
        case 13, 14 -> point(branch);
        case 15, 16, 17, 18 -> follow(branch);
        default ->
            step(
                "delete branch " + branch,
                tx -> BranchChanges.delete(tx, branch),
                id -> model.deleteBranch(branch));
      };
    }

    private Step step(String text, Consumer<Transaction> store, Consumer<CommitId> inModel) {
      return new Step(
          text,
          () ->
              fixture.transact(
                  tx -> {
                    store.accept(tx);
                    return tx.commitSet();
                  }),
          inModel);
    }

    private Step put(BranchName branch) {
      Map<String, String> puts = new TreeMap<>();
      List<String> deletes = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        String path = pick(PATHS);
        boolean collides =
            puts.keySet().stream()
                .anyMatch(other -> other.startsWith(path + "/") || path.startsWith(other + "/"));
        if (random.nextInt(3) == 0) {
          deletes.add(path);
        } else if (!collides) {
          puts.put(path, "" + random.nextInt(100));
        }
      }
      RepoModel.Write write = new RepoModel.Write(deletes, puts);
      return new Step(
          "put " + branch + " " + write,
          () ->
              fixture.write(
                  branch.toString(),
                  to -> {
                    deletes.forEach(path -> to.delete(new FilePath(path)));
                    puts.forEach((path, content) -> StoreFixture.put(to, path, content));
                  }),
          id -> model.put(branch, write, id));
    }

    private Step finish(BranchName branch) {
      boolean fails = random.nextInt(3) == 0;
      return new Step(
          "finish " + branch + (fails ? " with an error" : ""),
          () -> {
            Commit head = fixture.head(branch.toString());
            return fails
                ? fixture.finish(head, FileSet.EMPTY, Optional.of("broken")).id()
                : fixture.finish(head).id();
          },
          id -> model.finish(branch, fails));
    }

    private Step point(BranchName branch) {
      List<CommitId> ids =
          new ArrayList<>(model.repos.getOrDefault(branch.repo(), new TreeMap<>()).keySet());
      if (ids.isEmpty()) {
        return new Step("nothing", () -> NO_ID, id -> {});
      }
      CommitId head = pick(ids);
      return step(
          "point " + branch + " at " + head,
          tx -> BranchChanges.point(tx, branch, tx.catalog().requireCommit(branch.repo(), head)),
          id -> model.point(branch, head, id));
    }

    private Step follow(BranchName branch) {
      Set<BranchName> upstream = new TreeSet<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        upstream.add(new BranchName(StoreFixture.repo(pick(REPOS)), pick(BRANCHES)));
      }
      return step(
          "follow " + branch + " " + upstream,
          tx -> BranchChanges.follow(tx, branch, List.copyOf(upstream)),
          id -> model.follow(branch, upstream, id));
    }

    private <T> T pick(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    private void compare() {
      Catalog catalog = fixture.catalog();
      assertThat(StoreFixture.all(catalog.repos()))
          .as(context())
          .extracting(Repo::name)
          .containsExactlyElementsOf(model.repos.keySet());
      List<String> branches = new ArrayList<>();
      for (RepoName repo : model.repos.keySet()) {
        catalog
            .branches(repo)
            .forEachRemaining(
                b -> branches.add(line(b.name(), b.head(), b.readable(), b.provenance())));
      }
      List<String> expected = new ArrayList<>();
      model.branches.forEach(
          (name, b) -> expected.add(line(name, b.head, model.readable(name), b.provenance)));
      assertThat(branches).as(context()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String line(
        BranchName name, CommitId head, Optional<CommitId> readable, Iterable<BranchName> follows) {
      return name + " " + head + " " + readable + " " + List.copyOf(set(follows));
    }

    private static Set<BranchName> set(Iterable<BranchName> names) {
      Set<BranchName> set = new TreeSet<>();
      names.forEach(set::add);
      return set;
    }

    private void compareFiles() {
      Catalog catalog = fixture.catalog();
      model.repos.forEach(
          (repo, commits) -> {
            List<Commit> found = StoreFixture.all(catalog.commits(repo));
            assertThat(found)
                .as(context())
                .extracting(Commit::id)
                .containsExactlyElementsOf(commits.descendingKeySet());
            for (Commit commit : found) {
              RepoModel.MCommit expected = commits.get(commit.id());
              assertThat(commit.isOpen()).as(context()).isEqualTo(expected.open);
              assertThat(commit.error().isPresent()).as(context()).isEqualTo(expected.failed);
              assertThat(commit.parent()).as(context()).isEqualTo(expected.parent);
              assertThat(commit.provenance())
                  .as(context())
                  .extracting(up -> up.branch() + "=" + up.commit())
                  .containsExactlyElementsOf(expected.provenance);
              if (commit.isReadable()) {
                assertThat(StoreFixture.content(fixture.store, commit.files()))
                    .as(context())
                    .isEqualTo(expected.files);
              }
            }
          });
    }
  }
}
