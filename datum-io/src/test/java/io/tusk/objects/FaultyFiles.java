/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Does to the file system what a test says before or instead of a call, and records calls. */
final class FaultyFiles extends FileOperations {
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  private final List<String> calls = new ArrayList<>();
  Action beforeWrite = () -> {};
  Action beforeRead = () -> {};
  Action beforeLink = () -> {};
  Action afterLink = () -> {};
  Action beforeRename = () -> {};
  Action beforeCreateDirectory = () -> {};
  Action beforeSync = () -> {};
  Action beforeLinks = () -> {};
  Action beforeNames = () -> {};
  Action beforeAttributes = () -> {};

  private final Path directory;

  /** Calls are recorded with paths relative to {@code directory}. */
  FaultyFiles(Path directory) {
    this.directory = directory;
  }

  @Override
  BasicFileAttributes attributes(Path path) throws IOException {
    beforeAttributes.run();
    return super.attributes(path);
  }

  @Override
  List<String> names(Path path, Predicate<String> wanted) throws IOException {
    beforeNames.run();
    return super.names(path, wanted);
  }

  @Override
  byte[] read(Path file, long offset, int length) throws IOException {
    beforeRead.run();
    return super.read(file, offset, length);
  }

  @Override
  void write(Path file, List<ByteBuffer> parts) throws IOException {
    super.write(file, parts);
    beforeWrite.run();
    calls.add("write");
  }

  @Override
  void link(Path existing, Path link) throws IOException {
    beforeLink.run();
    super.link(existing, link);
    calls.add("link " + name(link));
    afterLink.run();
  }

  @Override
  int links(Path file) throws IOException {
    beforeLinks.run();
    return super.links(file);
  }

  @Override
  void rename(Path file, Path target) throws IOException {
    beforeRename.run();
    super.rename(file, target);
    calls.add("rename " + name(target));
  }

  @Override
  void createDirectory(Path path) throws IOException {
    beforeCreateDirectory.run();
    super.createDirectory(path);
    calls.add("mkdir " + name(path));
  }

  @Override
  void syncDirectory(Path path) throws IOException {
    beforeSync.run();
    super.syncDirectory(path);
    calls.add("sync " + name(path));
  }

  private String name(Path path) {
    return directory.relativize(path).toString();
  }

  List<String> calls() {
    List<String> result = List.copyOf(calls);
    calls.clear();
    return result;
  }

  static Action failing(IOException failure) {
    return () -> {
      throw failure;
    };
  }

  /** Fails the first call only. */
  static Action once(Action action) {
    boolean[] done = new boolean[1];
    return () -> {
      if (!done[0]) {
        done[0] = true;
        action.run();
      }
    };
  }
}
