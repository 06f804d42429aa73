/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Commands and options that Pachyderm has and Tusk has not. They are known so that each is refused
 * by name, with what to use in its place.
 */
final class Absent {
  private static final String VERSION = "is not part of this version: ";
  private static final String NEVER = "is not part of Tusk: ";
  private static final String NO_SERVER = NEVER + "it has no server and needs none";
  private static final String COMPLETE = NEVER + "an error says all that is known of it";

  private static final Map<String, String> COMMANDS =
      index(
          names("run pipeline").are(NEVER + "'tusk rerun pipeline' has a pipeline run again"),
          names("run pfs-load-test", "run pps-load-test")
              .are(NEVER + "the benchmarks in its source measure it"),
          names("next datum")
              .are(NEVER + "only the command of a pipeline with datum_batching can ask for it"),
          names("create snapshot", "list snapshot", "inspect snapshot", "delete snapshot")
              .and("extract", "restore")
              .are(
                  VERSION
                      + "a copy of the store's directory, made while nothing writes to it, holds"
                      + " everything"),
          names("garbage-collect")
              .are(VERSION + "what no commit needs any more stays in the store"),
          names("mount", "unmount")
              .are(
                  NEVER
                      + "'tusk get file -r' copies files out of the store, and 'tusk put file -r'"
                      + " into it"),
          names("edit metadata")
              .are(NEVER + "there are descriptions alone, which 'tusk update' changes"),
          names("list task")
              .are(NEVER + "'tusk list job' shows the work, and 'tusk list datum' its parts"),
          names("config", "connect")
              .are(NEVER + "--store or TUSK_STORE names the store, and --project the project"),
          names("inspect cluster", "restart cluster", "deploy", "undeploy")
              .are(NEVER + "there is no cluster; 'tusk doctor' looks at the host and the store"),
          names("auth", "idp", "license", "enterprise")
              .are(NEVER + "who may read the store's directory may read its data"),
          names("port-forward", "kube-events", "loki", "misc").are(NO_SERVER),
          names("debug")
              .are(
                  NEVER
                      + "'tusk doctor' looks at the host, 'tusk fsck' at the store, and 'tusk logs'"
                      + " shows what code printed"),
          names("buildinfo").are(NEVER + "'tusk version --print-architecture' says what this is"),
          names("shell").are(NEVER + "'tusk completion' makes your own shell complete commands"),
          names("flush commit").are(NEVER + "'tusk wait commit' waits for commits"),
          names("flush job").are(NEVER + "'tusk wait job' waits for jobs"));

  /** Each behind its command; those of all commands alone. */
  private static final Map<String, String> OPTIONS =
      index(
          names("-v", "--verbose").are(COMPLETE),
          names("--rpc-timeout").are(NO_SERVER),
          ofCommands(List.of("create pipeline", "update pipeline"))
              .options("-p", "--push-images", "-b", "--build", "-r", "--registry")
              .options("-u", "--username", "--password")
              .are(
                  VERSION
                      + "commands run with the host's programs; install there what they need, and"
                      + " leave the option out"),
          ofCommands(List.of("version")).options("--compare", "--timeout").are(NO_SERVER),
          ofCommands(List.of("completion"))
              .options("--install", "--path")
              .are(NEVER + "it prints the script; 'tusk completion --help' says where that goes"),
          ofCommands(List.of("logs"))
              .options("--master")
              .are(NEVER + "no server prints anything; 'tusk inspect job' says why a job failed"));

  private Absent() {}

  private record Entry(List<String> names, String reason) {}

  /** Names that wait for their reason. */
  private record Names(List<String> commands, List<String> names) {
    Names and(String... more) {
      return new Names(commands, Stream.concat(names.stream(), Stream.of(more)).toList());
    }

    Names options(String... options) {
      return and(
          commands.stream()
              .flatMap(command -> Stream.of(options).map(option -> command + " " + option))
              .toArray(String[]::new));
    }

    Entry are(String reason) {
      return new Entry(names, reason);
    }
  }

  private static Names names(String... names) {
    return new Names(List.of(), List.of(names));
  }

  private static Names ofCommands(List<String> commands) {
    return new Names(commands, List.of());
  }

  private static Map<String, String> index(Entry... entries) {
    Map<String, String> index = new TreeMap<>();
    for (Entry entry : entries) {
      entry.names().forEach(name -> index.put(name, entry.reason()));
    }
    return Map.copyOf(index);
  }

  static List<String> commands() {
    return COMMANDS.keySet().stream().sorted().toList();
  }

  /** Each behind its command; those of all commands alone. */
  static List<String> options() {
    return OPTIONS.keySet().stream().sorted().toList();
  }

  /**
   * The refusal of what is known and not there.
   *
   * @param command what precedes the words, without {@code tusk}; may be empty
   * @param words at least one; an option, with its value or without, or the rest of a command
   */
  static Optional<String> refusal(String command, List<String> words) {
    String first = words.get(0);
    if (first.startsWith("-")) {
      String option = first.replaceFirst("=.*", "");
      return Stream.of(command + " " + option, option)
          .filter(OPTIONS::containsKey)
          .findFirst()
          .map(known -> "option " + option + " " + OPTIONS.get(known));
    }
    String one = (command + " " + first).strip();
    String two = words.size() > 1 ? one + " " + words.get(1) : one;
    return Stream.of(one, one.replaceFirst("-", " "), two)
        .flatMap(form -> Stream.of(form, form.replaceFirst("s$", "")))
        .filter(COMMANDS::containsKey)
        .findFirst()
        .map(known -> "'tusk " + known + "' " + COMMANDS.get(known));
  }
}
