/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.location;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileEntry;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.cache.CacheSettings;
import io.tusk.objects.s3.S3Proxy;
import io.tusk.repo.Catalog;
import io.tusk.repo.FileWrite;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.TuskStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in a bucket, as commands open it. */
class BucketCacheTest {
  private static final RepoName REPO = new RepoName(ProjectName.DEFAULT, "in");
  private static final BranchName MASTER = new BranchName(REPO, "master");

  @TempDir private Path directory;

  private final S3Proxy s3 = S3Proxy.shared();
  private final StoreLocation location = new StoreLocation.S3(s3.newBucket(), "store");

  private ObjectStore open(String cache) {
    CacheSettings settings =
        new CacheSettings(Optional.of(directory.resolve(cache)), OptionalLong.of(64 << 20));
    return Stores.open(location, s3.settings(), settings, Host.system());
  }

  private static void put(TuskStore store, String path, byte[] content) throws IOException {
    try (FileWrite write = FileWrite.over(store, store.opened(), MASTER)) {
      write.put(new FilePath(path), new ByteArrayInputStream(content));
      write.commit(MASTER, new Operation("put file", path), "");
    }
  }

  private static byte[] get(TuskStore store, String path) throws IOException {
    Catalog catalog = store.opened().catalog();
    FileEntry file =
        (FileEntry)
            store
                .files()
                .find(
                    catalog
                        .requireCommit(REPO, catalog.branch(MASTER).orElseThrow().head())
                        .files(),
                    new FilePath(path))
                .orElseThrow();
    try (InputStream in = store.files().open(file)) {
      return in.readAllBytes();
    }
  }

  private List<Path> blocks(String cache) throws IOException {
    try (Stream<Path> found = Files.walk(directory.resolve(cache))) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void processesSeeEachOthersCommitsWhateverTheirCachesHold() throws IOException {
    byte[] large = new byte[20 << 20];
    new Random(1).nextBytes(large);
    try (TuskStore store = TuskStore.create(open("one"), Host.system())) {
      store.transact(
          new Operation("create repo", "in"),
          tx -> {
            RepoChanges.create(tx, REPO, "");
            return null;
          });
    }
    for (int i = 0; i < 5; i++) {
      byte[] content = ("version " + i).getBytes(UTF_8);
      try (TuskStore store = TuskStore.open(open(i % 2 == 0 ? "one" : "two"), Host.system())) {
        put(store, "/small", content);
      }
      for (String cache : List.of("one", "two")) {
        try (TuskStore store = TuskStore.open(open(cache), Host.system())) {
          assertThat(get(store, "/small")).isEqualTo(content);
        }
      }
    }
    try (TuskStore store = TuskStore.open(open("one"), Host.system())) {
      put(store, "/large", large);
    }
    for (String cache : List.of("one", "two")) {
      try (TuskStore store = TuskStore.open(open(cache), Host.system())) {
        assertThat(Arrays.equals(get(store, "/large"), large)).as(cache).isTrue();
      }
    }
    assertThat(blocks("one")).isNotEmpty();
    assertThat(blocks("two")).isNotEmpty();
    for (Path block : blocks("two")) {
      Files.write(block, new byte[10]);
    }
    try (TuskStore store = TuskStore.open(open("two"), Host.system())) {
      assertThat(get(store, "/small")).isEqualTo("version 4".getBytes(UTF_8));
    }
  }
}
