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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

  private static final String UNFINISHED = ".tmp";

  /** Absent where the user has no place for it: then nothing can wait. */
  private final Optional<Path> place;

  ClientTransactions(Terminal terminal, String storeId) {
    this.place = configuration(terminal).map(tusk -> tusk.resolve("transactions").resolve(storeId));
  }

  /** What is relative would be another place in each working directory, so it does not count. */
  private static Optional<Path> configuration(Terminal terminal) {
    return absolute(terminal, "XDG_CONFIG_HOME")
        .map(xdg -> xdg.resolve("tusk"))
        .or(() -> absolute(terminal, "HOME").map(home -> home.resolve(".config/tusk")));
  }

  private static Optional<Path> absolute(Terminal terminal, String variable) {
    return Optional.ofNullable(terminal.environment().get(variable))
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  /**
   * A command that waits.
   *
   * @param directory where it was given, absolute
   * @param attachment what it read then; empty where it reads nothing
   */
  public record Request(Path directory, List<String> args, String attachment) {}

  /**
   * A transaction that waits.
   *
   * @param tried the newest record of the store's log when a process began to finish it; absent
   *     unless that was interrupted, or does not know whether it did
   */
  public record Begun(String id, Instant started, List<Request> requests, OptionalLong tried) {
    private Begun untried() {
      return new Begun(id, started, requests, OptionalLong.empty());
    }
  }

  /** How a transaction is finished. */
  public interface Finisher {
    /** The newest record of the store's log. */
    long newest();

    /** Whether a record after {@code number} finishes the transaction. */
    boolean isDoneSince(Begun begun, long number);

    /**
     * Makes its changes.
     *
     * @throws TuskException OUTCOME_UNKNOWN where they may be made later, or are already; anything
     *     else where they are not, and never will be
     */
    void commit(Begun begun) throws Exception;
  }

  @FunctionalInterface
  private interface Action<T> {
    T run() throws IOException;
  }

  /** The one that commands join. */
  Optional<Begun> active() {
    return attempt(
        () -> {
          Optional<String> id = place.isEmpty() ? Optional.empty() : content(file(ACTIVE));
          return id.isEmpty() ? Optional.empty() : find(id.get());
        });
  }

  /** All, the oldest first. */
  public List<Begun> all() {
    return attempt(
        () -> {
          if (place.filter(Files::isDirectory).isEmpty()) {
            return List.of();
          }
          List<Begun> all = new ArrayList<>();
          for (Path file : files(SUFFIX)) {
            content(file).map(json -> read(file, json)).ifPresent(all::add);
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
          for (Path file : files(UNFINISHED)) {
            Files.deleteIfExists(file);
          }
          write(new Begun(id, time, List.of(), OptionalLong.empty()));
          return replace(file(ACTIVE), id);
        });
  }

  /** Makes it the active one. */
  public void resume(Begun begun) {
    locked(
        () -> {
          require(begun.id());
          return replace(file(ACTIVE), begun.id());
        });
  }

  /** Leaves none active. */
  public void stop() {
    locked(() -> Files.deleteIfExists(file(ACTIVE)));
  }

  /** Forgets it. */
  public void delete(Begun begun) {
    locked(() -> forget(begun));
  }

  private boolean forget(Begun begun) throws IOException {
    if (active().filter(active -> active.id().equals(begun.id())).isPresent()) {
      Files.deleteIfExists(file(ACTIVE));
    }
    return Files.deleteIfExists(file(begun.id() + SUFFIX));
  }

  /**
   * Finishes the one of that id, or the active one where it is null, and forgets it. Until then no
   * other process adds to it or finishes it, too. It stays where that fails. What an earlier
   * process has done, which was interrupted before it could say so, is not done again.
   *
   * @throws TuskException NOT_FOUND, and what {@code finisher} throws
   */
  public Begun finish(String id, Finisher finisher) throws Exception {
    String found = require(id).id();
    try (FileChannel lock = attempt(this::openLock)) {
      attempt(lock::lock);
      Begun begun = require(found);
      boolean isDone =
          begun.tried().isPresent() && finisher.isDoneSince(begun, begun.tried().getAsLong());
      if (!isDone) {
        commit(begun, finisher);
      }
      attempt(() -> forget(begun));
      return begun;
    }
  }

  /** A note of when it was tried makes it safe to try again what was interrupted. */
  private void commit(Begun begun, Finisher finisher) throws Exception {
    OptionalLong newest = OptionalLong.of(finisher.newest());
    attempt(() -> write(new Begun(begun.id(), begun.started(), begun.requests(), newest)));
    try {
      finisher.commit(begun);
    } catch (TuskException e) {
      if (e.code() != ErrorCode.OUTCOME_UNKNOWN) {
        attempt(() -> write(begun.untried()));
      }
      throw e;
    }
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
          return write(new Begun(seen.id(), seen.started(), requests, now.get().tried()));
        });
  }

  private Path file(String name) {
    return directory().resolve(name);
  }

  private Path directory() {
    return place.orElseThrow(
        () ->
            new TuskException(
                ErrorCode.HOST,
                "there is no place for transactions that wait: neither XDG_CONFIG_HOME nor HOME is"
                    + " an absolute path; set one of them"));
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }

  private Optional<Begun> find(String id) throws IOException {
    if (place.isEmpty() || !id.matches("[0-9a-f]{32}")) {
      return Optional.empty();
    }
    Path file = file(id + SUFFIX);
    return content(file).map(json -> read(file, json));
  }

  /**
   * Nothing where there is none, where the user may not look, or when another process has just
   * removed it.
   */
  private static Optional<String> content(Path file) throws IOException {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Begun read(Path file, String text) {
    try {
      JsonNode json = JSON.readTree(text);
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
          List.copyOf(requests),
          json.has("tried") ? OptionalLong.of(json.get("tried").asLong()) : OptionalLong.empty());
    } catch (JsonProcessingException | RuntimeException e) {
      throw new TuskException(
          ErrorCode.CORRUPT, "file " + file + " is not a transaction; remove it", e);
    }
  }

  private Path write(Begun begun) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", begun.id()).put("started", begun.started().toString());
    begun.tried().ifPresent(number -> json.put("tried", number));
    ArrayNode requests = json.putArray("requests");
    for (Request request : begun.requests()) {
      ObjectNode one = requests.addObject().put("directory", request.directory().toString());
      request.args().forEach(one.putArray("args")::add);
      one.put("attachment", request.attachment());
    }
    return replace(
        file(begun.id() + SUFFIX), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
  }

  /** Whole or not at all, also when the power fails; for the user's eyes only. */
  private Path replace(Path file, String content) throws IOException {
    Path fresh = Files.createTempFile(directory(), "new", UNFINISHED);
    try {
      try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private <T> void locked(Action<T> action) {
    attempt(
        () -> {
          try (FileChannel lock = openLock()) {
            lock.lock();
            return action.run();
          }
        });
  }

  /** Who locks it keeps others out until it is closed. */
  private FileChannel openLock() throws IOException {
    Files.createDirectories(directory());
    return FileChannel.open(file("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private <T> T attempt(Action<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "directory "
              + directory()
              + ", which keeps transactions that wait, cannot be used: "
              + Failures.reason(e)
              + "; XDG_CONFIG_HOME names another",
          e);
    }
  }
}
