/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.location.StoreLocation;
import io.tusk.location.Stores;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.cache.CacheSettings;
import io.tusk.objects.s3.S3Settings;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which store: {@code --store}, else {@code TUSK_STORE}, else {@code .tusk} upwards from here. */
final class StoreOption {
  private static final String VARIABLE = "TUSK_STORE";
  private static final String DIRECTORY = ".tusk";

  @Option(
      names = "--store",
      paramLabel = "PATH",
      order = 100,
      description =
          "The store: a directory, or s3://BUCKET/PREFIX; without it TUSK_STORE, else the nearest"
              + " .tusk from the working directory upwards.")
  private String store;

  @Mixin private final BucketOptions buckets = new BucketOptions();

  TuskStore open(Terminal terminal) {
    ObjectStore objects = objects(terminal);
    try {
      return TuskStore.open(objects, terminal.host());
    } catch (RuntimeException e) {
      objects.close();
      throw e;
    }
  }

  /** How workers reach the store and other buckets, as Beam's own options. */
  List<String> workerOptions(Terminal terminal) {
    return place(terminal) instanceof StoreLocation.S3 bucket
        ? buckets.forWorkers(bucket)
        : bucketOptions();
  }

  /** How buckets are reached, as Beam's own options. */
  List<String> bucketOptions() {
    return buckets.asBeams();
  }

  /** The objects of the store, which may be damaged; for {@code tusk fsck}. */
  ObjectStore objects(Terminal terminal) {
    StoreLocation location =
        named(terminal)
            .or(() -> nearest(terminal.directory()))
            .orElseThrow(
                () ->
                    new TuskException(
                        ErrorCode.NOT_FOUND,
                        "there is no store: neither --store nor "
                            + VARIABLE
                            + " names one, and no"
                            + " directory from "
                            + terminal.directory()
                            + " upwards holds "
                            + DIRECTORY
                            + "; 'tusk create repo NAME' makes one here"));
    return objects(location, terminal);
  }

  /** As {@link #open}, or nothing where there is no store yet. */
  Optional<TuskStore> find(Terminal terminal) {
    StoreLocation location = place(terminal);
    ObjectStore objects = objects(location, terminal);
    try {
      Optional<TuskStore> present = TuskStore.find(objects, terminal.host());
      if (present.isEmpty()) {
        if (location instanceof StoreLocation.Local local) {
          refuseWhatHoldsOthers(local.path());
        }
        objects.close();
      }
      return present;
    } catch (RuntimeException e) {
      objects.close();
      throw e;
    }
  }

  /** Makes the store where {@link #find} finds none, and says so. */
  TuskStore create(Terminal terminal, PrintWriter err) {
    StoreLocation location = place(terminal);
    ObjectStore objects = objects(location, terminal);
    try {
      TuskStore created = TuskStore.create(objects, terminal.host());
      err.println("created store " + location);
      return created;
    } catch (RuntimeException e) {
      objects.close();
      throw e;
    }
  }

  /** Where the store is, or would be made. */
  StoreLocation place(Terminal terminal) {
    return named(terminal)
        .or(() -> nearest(terminal.directory()))
        .orElseGet(() -> new StoreLocation.Local(terminal.directory().resolve(DIRECTORY)));
  }

  private Optional<StoreLocation> named(Terminal terminal) {
    String name = store != null ? store : terminal.environment().get(VARIABLE);
    if (name == null || name.isEmpty()) {
      return Optional.empty();
    }
    StoreLocation location = StoreLocation.parse(name);
    return Optional.of(
        location instanceof StoreLocation.Local local
            ? new StoreLocation.Local(terminal.directory().resolve(local.path()).normalize())
            : location);
  }

  private static Optional<StoreLocation> nearest(Path from) {
    for (Path at = from; at != null; at = at.getParent()) {
      Path candidate = at.resolve(DIRECTORY);
      if (Files.isDirectory(candidate)) {
        return Optional.of(new StoreLocation.Local(candidate));
      }
    }
    return Optional.empty();
  }

  private ObjectStore objects(StoreLocation location, Terminal terminal) {
    if (location instanceof StoreLocation.Local local) {
      refuseWhatIsNoDirectory(local.path());
      return Stores.open(location, S3Settings.NONE, terminal.host());
    }
    CacheSettings cache = CacheSettings.ofUser(terminal.environment());
    return Stores.open(location, buckets.settings(), cache, terminal.host());
  }

  private static void refuseWhatIsNoDirectory(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new TuskException(
          ErrorCode.USAGE, "store " + path + " is not a directory; name another with --store");
    }
  }

  private static void refuseWhatHoldsOthers(Path path) {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (Stream<Path> content = Files.list(path)) {
      Optional<Path> other = content.filter(StoreOption::isForeign).findFirst();
      if (other.isPresent()) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "directory "
                + path
                + " is not a store and holds "
                + other.get().getFileName()
                + "; name an empty or a new directory with --store");
      }
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.STORAGE, "directory " + path + " cannot be listed: " + e.getMessage(), e);
    }
  }

  private static boolean isForeign(Path entry) {
    String name = entry.getFileName().toString();
    return !name.equals("tmp") && !name.equals("log") && !name.equals("packs");
  }
}
