/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.error.Failures;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.PathInfo;
import io.tusk.fsck.Fsck;
import io.tusk.fsck.Problem;
import io.tusk.host.Host;
import io.tusk.host.SetTime;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A store in memory with a clock that stands still, whose structure is checked after each test. */
public final class StoreFixture implements AfterEachCallback {
  final SetTime time = new SetTime();
  final Host host;
  final ObjectStore objects;
  final TuskStore store;

  public StoreFixture() {
    this(TestStores.create(), 1);
  }

  StoreFixture(ObjectStore objects, long seed) {
    this.objects = objects;
    this.host = new Host(time.clock(), new Random(seed), duration -> {});
    this.store = TuskStore.create(objects, host);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(problems(objects)).isEmpty();
  }

  public static List<Problem> problems(ObjectStore objects) {
    List<Problem> problems = new ArrayList<>();
    long found = new Fsck(objects, Host.system(), problems::add).run();
    assertThat(found).isEqualTo(problems.size());
    return problems;
  }

  public static RepoName repo(String name) {
    return new RepoName(ProjectName.DEFAULT, name);
  }

  /** Of {@code repo@branch}. */
  public static BranchName branch(String text) {
    int at = text.indexOf('@');
    return new BranchName(repo(text.substring(0, at)), text.substring(at + 1));
  }

  <T> T transact(Function<Transaction, T> body) {
    return store.transact(new Operation("test", ""), body);
  }

  void change(Consumer<Transaction> body) {
    transact(
        tx -> {
          body.accept(tx);
          return true;
        });
  }

  void createRepos(String... names) {
    for (String name : names) {
      change(tx -> RepoChanges.create(tx, repo(name), ""));
    }
  }

  /** {@code follow("c@master", "a@master", "b@master")}: c follows a and b. */
  void follow(String branch, String... upstream) {
    List<BranchName> names = List.of(upstream).stream().map(StoreFixture::branch).toList();
    change(tx -> BranchChanges.follow(tx, branch(branch), names));
  }

  CommitId put(String branch, String path, String content) {
    return write(branch, write -> put(write, path, content));
  }

  CommitId delete(String branch, String path) {
    return write(branch, write -> write.delete(new FilePath(path)));
  }

  CommitId write(String branch, Consumer<FileWrite> body) {
    return write(store, branch, body);
  }

  static CommitId write(TuskStore store, String branch, Consumer<FileWrite> body) {
    try (FileWrite write = new FileWrite(store)) {
      body.accept(write);
      return write.commit(branch(branch), new Operation("put file", branch), "");
    }
  }

  static void put(FileWrite write, String path, String content) {
    try {
      write.put(new FilePath(path), new ByteArrayInputStream(content.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Commit start(String branch) {
    return transact(tx -> CommitChanges.start(tx, branch(branch), ""));
  }

  /** Finishes an open commit with what was written to it. */
  Commit finish(Commit commit) {
    return new OpenWrites(store, commit)
        .finish(new Operation("finish commit", commit.label()), Optional.empty());
  }

  /** Finishes an open commit as a job does: with these files, or with an error. */
  Commit finish(Commit commit, FileSet files, Optional<String> error) {
    return transact(
        tx ->
            CommitChanges.finish(
                tx,
                tx.catalog().requireCommit(commit.repo(), commit.id()),
                files,
                Optional.empty(),
                error));
  }

  Catalog catalog() {
    return store.snapshot().catalog();
  }

  Commit head(String ref) {
    return store.snapshot().resolver().head(CommitRef.parse(ProjectName.DEFAULT, ref));
  }

  Commit readable(String ref) {
    return store.snapshot().resolver().readable(CommitRef.parse(ProjectName.DEFAULT, ref));
  }

  /** Content by path of what readers of {@code ref} see. */
  Map<String, String> files(String ref) {
    return content(store, readable(ref).files());
  }

  static Map<String, String> content(TuskStore store, FileSet files) {
    Map<String, String> content = new TreeMap<>();
    Iterator<PathInfo> paths = store.files().walk(files, FilePath.ROOT);
    while (paths.hasNext()) {
      PathInfo file = paths.next();
      try (InputStream in = store.files().open((FileEntry) file.entry())) {
        content.put(file.path().value(), new String(in.readAllBytes(), UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return content;
  }

  long records() {
    return store.snapshot().record().number();
  }

  /** It fails so, and neither the log nor what was written to open commits is another then. */
  void refuses(ErrorCode code, String message, ThrowingCallable call) {
    List<String> before = decisive();
    Failures.assertFails(code, message, call);
    assertThat(decisive()).as(message).isEqualTo(before);
  }

  private List<String> decisive() {
    List<String> keys = new ArrayList<>();
    for (String prefix : List.of("log/", "open/", "jobs/", "pins/")) {
      String after = "";
      List<String> page;
      do {
        page = objects.list(prefix, after, 1_000);
        keys.addAll(page);
        after = page.isEmpty() ? after : page.get(page.size() - 1);
      } while (page.size() == 1_000);
    }
    return keys;
  }

  static <T> List<T> all(Iterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }
}
