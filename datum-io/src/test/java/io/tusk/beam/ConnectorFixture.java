/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.PathInfo;
import io.tusk.fsck.Fsck;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.ObjectStore;
import io.tusk.repo.CommitRef;
import io.tusk.repo.FileWrite;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.TuskStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A store with the repositories {@code in} and {@code out}, sound at its end. */
final class ConnectorFixture implements AutoCloseable {
  final TuskStore store;

  ConnectorFixture(ObjectStore objects) {
    this.store = TuskStore.create(objects, Host.system());
    createRepo("in");
    createRepo("out");
  }

  private static RepoName repo(String name) {
    return new RepoName(ProjectName.DEFAULT, name);
  }

  private void createRepo(String name) {
    store.transact(
        new Operation("create repo", name),
        tx -> {
          RepoChanges.create(tx, repo(name), "");
          return null;
        });
  }

  /** One commit. */
  void put(String repo, Map<String, String> files) {
    try (FileWrite write = new FileWrite(store)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        write.put(
            FilePath.parse(file.getKey()),
            new ByteArrayInputStream(file.getValue().getBytes(UTF_8)));
      }
      write.commit(new BranchName(repo(repo), "master"), new Operation("put file", repo), "");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  FileSet files(String ref) {
    return store.snapshot().resolver().readable(CommitRef.parse(ProjectName.DEFAULT, ref)).files();
  }

  Map<String, String> contents(String ref) {
    Map<String, String> contents = new TreeMap<>();
    Iterator<PathInfo> files = store.files().walk(files(ref), FilePath.ROOT);
    while (files.hasNext()) {
      PathInfo info = files.next();
      contents.put(info.path().value(), text(store.files().open((FileEntry) info.entry())));
    }
    return contents;
  }

  static String text(InputStream in) {
    try (in) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  long records() {
    return store.snapshot().record().number();
  }

  @Override
  public void close() {
    List<String> problems = new ArrayList<>();
    new Fsck(store.objects(), store.host(), problem -> problems.add(problem.toString())).run();
    assertThat(problems).isEmpty();
    assertThat(store.objects().list("pins/", "", 10)).isEmpty();
    store.close();
  }
}
