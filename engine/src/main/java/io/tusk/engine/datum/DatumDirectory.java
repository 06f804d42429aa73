/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.engine.input.InputCache;
import io.tusk.engine.transform.ShownFiles;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.files.PathInfo;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A datum's inputs as files: {@code pfs/<input>/<path>}, and an empty {@code pfs/out}. */
final class DatumDirectory {
  private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern SHELL_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]*");

  private static final int BUFFER_BYTES = 128 << 10;

  private final FileSets files;
  private final InputCache inputs;
  private final ShownFiles shown;
  private final PlanItem.Run datum;
  private final Path pfs;
  private final LazyFiles lazy;
  private final AtomicBoolean stop;
  private long copied;

  /**
   * @param lazy gets the files that are read when they are opened, as far as it has room
   * @param stop ends the copying
   */
  DatumDirectory(
      FileSets files,
      InputCache inputs,
      ShownFiles shown,
      PlanItem.Run datum,
      Path directory,
      LazyFiles lazy,
      AtomicBoolean stop) {
    this.files = files;
    this.inputs = inputs;
    this.shown = shown;
    this.datum = datum;
    this.pfs = directory.resolve("pfs");
    this.lazy = lazy;
    this.stop = stop;
  }

  /**
   * How many bytes were copied; lazy files are not.
   *
   * @throws UnfitPathException where no host can show a file
   */
  long assemble() throws IOException {
    Files.createDirectories(pfs.resolve("out"));
    for (InputPath path : datum.paths()) {
      Path input = Files.createDirectories(pfs.resolve(path.input()));
      if (path.entry() instanceof FileEntry file) {
        write(path, path.path(), file, below(input, path.path()));
      } else {
        write(path, (DirectoryEntry) path.entry(), below(input, path.path()));
      }
    }
    lazy.open();
    return copied;
  }

  private void write(InputPath of, DirectoryEntry directory, Path target) throws IOException {
    FileSet content = new FileSet(directory.tree(), directory.files(), directory.bytes());
    Iterator<PathInfo> walk = files.walk(content, FilePath.ROOT);
    while (walk.hasNext()) {
      PathInfo info = walk.next();
      FilePath path = of.path().resolve(info.path().value().substring(1));
      write(of, path, (FileEntry) info.entry(), below(target, info.path()));
    }
  }

  private void write(InputPath of, FilePath path, FileEntry file, Path target) throws IOException {
    UnfitPathException.check(of.input(), path, target);
    try {
      Files.createDirectories(target.getParent());
      ShownFiles.As as = shown.of(of);
      if (as == ShownFiles.As.PIPES && lazy.hasRoom()) {
        lazy.show(of.input(), path, file, target);
        return;
      }
      copy(as == ShownFiles.As.NAMES ? FileEntry.EMPTY : file, target);
    } catch (FileAlreadyExistsException e) {
      requireOneBranch(of, path);
    }
  }

  private void copy(FileEntry file, Path target) throws IOException {
    long before = copied;
    try {
      copyOnce(file, target);
    } catch (FileAlreadyExistsException | StoppedException e) {
      throw e;
    } catch (IOException e) {
      if (!inputs.giveWay()) {
        throw e;
      }
      copied = before;
      Files.deleteIfExists(target);
      copyOnce(file, target);
    }
  }

  private void copyOnce(FileEntry file, Path target) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, file.size() + 1)];
    try (InputStream in = StoppedException.until(stop, inputs.openToCopy(file, stop::get));
        OutputStream out =
            Files.newOutputStream(
                target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        copied += count;
      }
    }
  }

  /**
   * A group may have a directory and a file in it, which is there once. Another branch's file is
   * another file.
   *
   * @throws TuskException INVALID where inputs of one name have other branches
   */
  private void requireOneBranch(InputPath of, FilePath path) {
    Set<BranchName> branches = new TreeSet<>();
    for (InputPath input : datum.paths()) {
      if (input.input().equals(of.input())) {
        branches.add(input.branch());
      }
    }
    if (branches.size() > 1) {
      throw new TuskException(
          ErrorCode.INVALID,
          "datum "
              + datum.id()
              + " would show files of "
              + branches.stream().map(BranchName::toString).collect(Collectors.joining(" and "))
              + " at /pfs/"
              + of.input()
              + path
              + "; give these inputs names of their own");
    }
  }

  private static Path below(Path directory, FilePath path) {
    return path.isRoot() ? directory : directory.resolve(path.value().substring(1));
  }

  /**
   * {@code pfs/.env}: a variable a line, for a shell to read. What no shell variable can be called
   * stands in a comment.
   */
  static void writeEnvironment(Path directory, Map<String, String> variables) throws IOException {
    StringBuilder text = new StringBuilder();
    variables.forEach(
        (name, value) -> {
          if (!SHELL_NAME.matcher(name).matches()) {
            text.append("# ");
          }
          text.append(name).append('=').append(quoted(value)).append('\n');
        });
    Files.write(directory.resolve("pfs/.env"), text.toString().getBytes(UTF_8));
  }

  private static String quoted(String value) {
    return SHELL_WORD.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
