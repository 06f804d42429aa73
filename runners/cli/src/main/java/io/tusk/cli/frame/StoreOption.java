/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
          "The store's directory; without it TUSK_STORE, else the nearest .tusk from the working"
              + " directory upwards.")
  private String store;

  TuskStore open(Terminal terminal) {
    return TuskStore.open(objects(terminal), terminal.host());
  }

  /** How buckets are reached, as Beam's own options. */
  List<String> bucketOptions() {
    return List.of();
  }

  /** The objects of the store, which may be damaged; for {@code tusk fsck}. */
  ObjectStore objects(Terminal terminal) {
    Path path =
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
    refuseWhatIsNoDirectory(path);
    return objects(path);
  }

  /** As {@link #open}, or nothing where there is no store yet. */
  Optional<TuskStore> find(Terminal terminal) {
    Path path = place(terminal);
    refuseWhatIsNoDirectory(path);
    Optional<TuskStore> present = TuskStore.find(objects(path), terminal.host());
    if (present.isEmpty()) {
      refuseWhatHoldsOthers(path);
    }
    return present;
  }

  /** Makes the store where {@link #find} finds none, and says so. */
  TuskStore create(Terminal terminal, PrintWriter err) {
    Path path = place(terminal);
    TuskStore created = TuskStore.create(objects(path), terminal.host());
    err.println("created store " + path);
    return created;
  }

  /** Where the store is, or would be made. */
  Path place(Terminal terminal) {
    return named(terminal)
        .or(() -> nearest(terminal.directory()))
        .orElseGet(() -> terminal.directory().resolve(DIRECTORY));
  }

  private Optional<Path> named(Terminal terminal) {
    String name = store != null ? store : terminal.environment().get(VARIABLE);
    if (name == null || name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(terminal.directory().resolve(name).normalize());
    } catch (InvalidPathException e) {
      throw new TuskException(
          ErrorCode.USAGE, "store \"" + name + "\" is not a path: " + e.getReason(), e);
    }
  }

  private static Optional<Path> nearest(Path from) {
    for (Path at = from; at != null; at = at.getParent()) {
      Path candidate = at.resolve(DIRECTORY);
      if (Files.isDirectory(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static ObjectStore objects(Path path) {
    return new LocalObjectStore(path);
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
