/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Terminal;
import io.tusk.engine.url.ObjectUrl;
import io.tusk.engine.url.UrlFiles;
import io.tusk.name.FilePath;
import io.tusk.repo.FileWrite;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads sources into a write. Used by one thread. */
final class Putting {
  private final FileWrite write;
  private final FileWrite.Mode mode;
  private final int readers;
  private final Terminal terminal;
  private final WebSources web;
  private final Buckets buckets;
  private final TransferProgress progress;
  private Path outside;
  private boolean leftOut;

  Putting(
      FileWrite write,
      FileWrite.Mode mode,
      int readers,
      Terminal terminal,
      WebSources web,
      Buckets buckets,
      TransferProgress progress) {
    this.write = write;
    this.mode = mode;
    this.readers = readers;
    this.terminal = terminal;
    this.web = web;
    this.buckets = buckets;
    this.progress = progress;
  }

  /** A directory that is not put with others that it lies in. */
  void leaveOut(Path directory) throws IOException {
    outside = directory.toRealPath();
  }

  /** The directory that was left out, if it was met. */
  Optional<Path> leftOut() {
    return leftOut ? Optional.of(outside) : Optional.empty();
  }

  private Path path(String source) {
    return terminal.directory().resolve(source);
  }

  boolean isDirectory(String source) {
    return !WebSources.isUrl(source) && Files.isDirectory(path(source));
  }

  private InputStream open(String source, TransferProgress told) {
    if (ObjectUrl.isOne(source)) {
      return buckets.open(source, told);
    }
    return WebSources.isUrl(source)
        ? web.open(WebSources.parse(source), told)
        : LocalFile.open(path(source), told);
  }

  void standardInput(FilePath to) throws IOException {
    write.requireSole("standard input", to);
    try (InputStream in =
        new FilterInputStream(terminal.input()) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            progress.bytes(Math.max(0, count));
            return count;
          }

          @Override
          public void close() {
            progress.file();
          }
        }) {
      write.put(to, in, mode);
    }
  }

  /** Puts files and URLs, several at once, up to the first source that {@code ends} it. */
  void files(PutSources sources, PutTargets targets, Predicate<String> ends) throws IOException {
    write.putAll(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return sources.hasNext() && !ends.test(sources.peek());
          }

          @Override
          public FileWrite.NewFile next() {
            String source = sources.next();
            FilePath to = targets.of(source, PutTargets.Kind.FILE);
            return new FileWrite.NewFile(to, () -> open(source, progress), Optional.of(source));
          }
        },
        mode,
        readers);
  }

  void archive(String source, FilePath to) throws IOException {
    try (InputStream in = open(source, progress.ofBytes())) {
      String name = PutTargets.nameOf(source);
      new TarMembers(name, progress).put(in, to, write, mode);
    }
  }

  /**
   * Puts all files below a directory.
   *
   * @param isArchive of which names the members are put, beside where the archive is
   */
  void directory(String source, FilePath to, Predicate<String> isArchive) throws IOException {
    if (!to.isRoot()) {
      write.requireSole(source, to);
    }
    LocalTree tree = new LocalTree(path(source), outside);
    List<LocalTree.Found> archives = new ArrayList<>();
    write.putAll(new Below(tree, to, isArchive, archives), mode, readers);
    leftOut |= tree.leftSomethingOut();
    for (LocalTree.Found archive : archives) {
      try (InputStream in = LocalFile.openRegular(archive.path(), progress.ofBytes())) {
        FilePath members = to.resolve(archive.relative()).parent();
        new TarMembers(archive.path().toString(), progress).put(in, members, write, mode);
      }
    }
  }

  /**
   * Puts all objects below one that stands for a directory, or that match a pattern.
   *
   * @param target of the object that is given by its name within {@code url}, and by its URL
   */
  void objects(ObjectUrl url, Function<ObjectUrl, FilePath> target, Predicate<String> isArchive)
      throws IOException {
    List<UrlFiles.Found> archives = new ArrayList<>();
    List<UrlFiles.Found> plain = new ArrayList<>();
    buckets
        .several(url)
        .forEachRemaining(
            found -> (isArchive.test(found.url().key()) ? archives : plain).add(found));
    Iterator<UrlFiles.Found> each = plain.iterator();
    write.putAll(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public FileWrite.NewFile next() {
            UrlFiles.Found found = each.next();
            return new FileWrite.NewFile(
                target.apply(found.url()),
                () -> buckets.open(found, progress),
                Optional.of(found.url().toString()));
          }
        },
        mode,
        readers);
    for (UrlFiles.Found archive : archives) {
      try (InputStream in = buckets.open(archive, progress.ofBytes())) {
        FilePath members = target.apply(archive.url()).parent();
        new TarMembers(archive.url().key(), progress).put(in, members, write, mode);
      }
    }
  }

  /** The files of a directory but for its archives, which are set aside. */
  private final class Below implements Iterator<FileWrite.NewFile> {
    private final LocalTree tree;
    private final FilePath to;
    private final Predicate<String> isArchive;
    private final List<LocalTree.Found> archives;
    private LocalTree.Found next;

    Below(
        LocalTree tree, FilePath to, Predicate<String> isArchive, List<LocalTree.Found> archives) {
      this.tree = tree;
      this.to = to;
      this.isArchive = isArchive;
      this.archives = archives;
    }

    @Override
    public boolean hasNext() {
      while (next == null && tree.hasNext()) {
        LocalTree.Found found = tree.next();
        LocalFile.requireRegular(found.path(), found.attributes());
        if (isArchive.test(found.relative())) {
          archives.add(found);
        } else {
          next = found;
        }
      }
      return next != null;
    }

    @Override
    public FileWrite.NewFile next() {
      if (!hasNext()) {
        throw new java.util.NoSuchElementException();
      }
      LocalTree.Found found = next;
      next = null;
      return new FileWrite.NewFile(
          to.resolve(found.relative()), () -> LocalFile.openRegular(found.path(), progress));
    }
  }
}
