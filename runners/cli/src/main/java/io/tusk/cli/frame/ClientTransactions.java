/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The transactions that this user has begun on a store and not finished: requests that wait, kept
 * in files of the user's configuration, {@code XDG_CONFIG_HOME/tusk} or {@code ~/.config/tusk}. At
 * most one is active; commands join it. Several processes may use them at once.
 */
public final class ClientTransactions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = ".json";
  private static final String ACTIVE = "active";

  private final Path directory;

  ClientTransactions(Terminal terminal, String storeId) {
    this.directory = configuration(terminal).resolve("transactions").resolve(storeId);
  }

  private static Path configuration(Terminal terminal) {
    String xdg = terminal.environment().getOrDefault("XDG_CONFIG_HOME", "");
    if (!xdg.isEmpty()) {
      return terminal.directory().resolve(xdg).resolve("tusk");
    }
    String home = terminal.environment().getOrDefault("HOME", "");
    return (home.isEmpty() ? Path.of(System.getProperty("user.home")) : Path.of(home))
        .resolve(".config/tusk");
  }

  /**
   * A command that waits.
   *
   * @param directory where it was given, absolute
   * @param attachment what it read then; empty where it reads nothing
   */
  public record Request(Path directory, List<String> args, String attachment) {}

  public record Begun(String id, Instant started, List<Request> requests) {}

  @FunctionalInterface
  private interface Action<T> {
    T run() throws IOException;
  }

  /** The one that commands join. */
  Optional<Begun> active() {
    return attempt(
        () -> {
          Path active = directory.resolve(ACTIVE);
          return Files.exists(active) ? find(Files.readString(active)) : Optional.empty();
        });
  }

  /** All, the oldest first. */
  public List<Begun> all() {
    return attempt(
        () -> {
          if (!Files.isDirectory(directory)) {
            return List.of();
          }
          List<Begun> all = new ArrayList<>();
          try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
              all.add(read(file));
            }
          }
          all.sort(Comparator.comparing(Begun::started).thenComparing(Begun::id));
          return all;
        });
  }

  /**
   * The one of that id, or the active one where it is null.
   *
   * @throws TuskException NOT_FOUND
   */
  public Begun require(String id) {
    if (id == null) {
      return active()
          .orElseThrow(
              () ->
                  new TuskException(
                      ErrorCode.NOT_FOUND,
                      "no transaction is active; 'tusk start transaction' begins one, 'tusk list"
                          + " transaction' shows those that wait"));
    }
    return attempt(() -> find(id))
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.NOT_FOUND,
                    "transaction "
                        + id
                        + " does not exist; 'tusk list transaction' shows those that do"));
  }

  /**
   * Begins one and makes it active.
   *
   * @throws TuskException CONFLICT while another is active
   */
  public void start(String id, Instant time) {
    locked(
        () -> {
          Optional<Begun> active = active();
          if (active.isPresent()) {
            throw new TuskException(
                ErrorCode.CONFLICT,
                "transaction "
                    + active.get().id()
                    + " is active; 'tusk finish transaction' commits it, 'tusk stop transaction'"
                    + " sets it aside");
          }
          write(new Begun(id, time, List.of()));
          return replace(directory.resolve(ACTIVE), id);
        });
  }

  /** Makes it the active one. */
  public void resume(Begun begun) {
    locked(() -> replace(directory.resolve(ACTIVE), begun.id()));
  }

  /** Leaves none active. */
  public void stop() {
    locked(() -> Files.deleteIfExists(directory.resolve(ACTIVE)));
  }

  /** Forgets it. */
  public void delete(Begun begun) {
    locked(
        () -> {
          if (active().filter(active -> active.id().equals(begun.id())).isPresent()) {
            Files.deleteIfExists(directory.resolve(ACTIVE));
          }
          return Files.deleteIfExists(file(begun.id()));
        });
  }

  /**
   * Adds a request.
   *
   * @throws TuskException CONFLICT when it is no longer as {@code seen}
   */
  void add(Begun seen, Request request) {
    locked(
        () -> {
          Optional<Begun> now = find(seen.id());
          if (now.isEmpty() || now.get().requests().size() != seen.requests().size()) {
            throw new TuskException(
                ErrorCode.CONFLICT,
                "transaction "
                    + seen.id()
                    + " was changed by another command at the same time; run this one again");
          }
          List<Request> requests = new ArrayList<>(seen.requests());
          requests.add(request);
          return write(new Begun(seen.id(), seen.started(), requests));
        });
  }

  private Path file(String id) {
    return directory.resolve(id + SUFFIX);
  }

  private Optional<Begun> find(String id) throws IOException {
    boolean named = id.matches("[0-9a-f]{32}") && Files.exists(file(id));
    return named ? Optional.of(read(file(id))) : Optional.empty();
  }

  private static Begun read(Path file) throws IOException {
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      List<Request> requests = new ArrayList<>();
      for (JsonNode request : json.required("requests")) {
        List<String> args = new ArrayList<>();
        request.required("args").forEach(arg -> args.add(arg.asText()));
        requests.add(
            new Request(
                Path.of(request.required("directory").asText()),
                List.copyOf(args),
                request.required("attachment").asText()));
      }
      return new Begun(
          json.required("id").asText(),
          Instant.parse(json.required("started").asText()),
          List.copyOf(requests));
    } catch (JsonProcessingException | RuntimeException e) {
      throw new TuskException(
          ErrorCode.CORRUPT, "file " + file + " is not a transaction; remove it", e);
    }
  }

  private Path write(Begun begun) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", begun.id()).put("started", begun.started().toString());
    ArrayNode requests = json.putArray("requests");
    for (Request request : begun.requests()) {
      ObjectNode one = requests.addObject().put("directory", request.directory().toString());
      request.args().forEach(one.putArray("args")::add);
      one.put("attachment", request.attachment());
    }
    return replace(
        file(begun.id()), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
  }

  /** Whole or not at all. */
  private Path replace(Path file, String content) throws IOException {
    Path fresh = Files.createTempFile(directory, "new", null);
    Files.writeString(fresh, content, StandardCharsets.UTF_8);
    return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private <T> void locked(Action<T> action) {
    attempt(
        () -> {
          Files.createDirectories(directory);
          try (FileChannel lock =
              FileChannel.open(
                  directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            return action.run();
          }
        });
  }

  private <T> T attempt(Action<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "directory "
              + directory
              + ", which keeps transactions that wait, cannot be used: "
              + Failures.reason(e)
              + "; XDG_CONFIG_HOME names another",
          e);
    }
  }
}
