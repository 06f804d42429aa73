/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.CacheBound;
import io.tusk.host.OwnDirectory;
import io.tusk.host.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Where blocks are kept on disk, and how many bytes of them.
 *
 * @param directory empty for none
 */
public record CacheSettings(Optional<Path> directory, CacheBound bound) {
  /** Without a bound of its own a cache takes no more. */
  public static final long DEFAULT_BYTES = 1L << 30;

  /** Nothing is kept on disk. */
  public static final CacheSettings OFF = new CacheSettings(Optional.empty(), OptionalLong.empty());

  private static final String PLACE = "TUSK_CACHE";
  private static final String BYTES = "TUSK_CACHE_BYTES";

  public CacheSettings(Optional<Path> directory, OptionalLong bytes) {
    this(directory, new CacheBound(bytes, DEFAULT_BYTES));
  }

  /**
   * What the environment's {@code TUSK_CACHE} and {@code TUSK_CACHE_BYTES} say; else in the user's
   * directory for caches.
   *
   * @throws TuskException USAGE for a value that is none
   */
  public static CacheSettings ofUser(Map<String, String> environment) {
    return of(environment, () -> userPlace(environment));
  }

  /**
   * As {@link #ofUser}, but else in this user's own directory in the one for temporary files: for
   * processes that work on hosts which are not the user's, and whose home may be far away.
   */
  public static CacheSettings ofWorker(Map<String, String> environment) {
    return of(environment, () -> temporaryPlace(TemporaryDirectory.path()));
  }

  private static CacheSettings of(Map<String, String> environment, Supplier<Optional<Path>> place) {
    CacheBound bound = CacheBound.of(environment, BYTES, DEFAULT_BYTES);
    if (bound.isNothing()) {
      return OFF;
    }
    String named = environment.getOrDefault(PLACE, "");
    return new CacheSettings(named.isEmpty() ? place.get() : Optional.of(absolute(named)), bound);
  }

  private static Optional<Path> temporaryPlace(Path temporary) {
    try {
      return Optional.of(OwnDirectory.in(temporary).resolve("cache"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path absolute(String named) {
    try {
      Path path = Path.of(named);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // As a path that is not absolute.
    }
    throw new TuskException(
        ErrorCode.USAGE, PLACE + " is \"" + named + "\"; set it to an absolute path");
  }

  /** As the XDG base directories say; nothing without a home directory. */
  private static Optional<Path> userPlace(Map<String, String> environment) {
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    try {
      if (caches.startsWith("/")) {
        return Optional.of(Path.of(caches, "tusk"));
      }
      return home.startsWith("/") && Files.isDirectory(Path.of(home))
          ? Optional.of(Path.of(home, ".cache", "tusk"))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
