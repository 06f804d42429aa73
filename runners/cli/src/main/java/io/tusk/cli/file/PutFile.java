/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.FileRef;
import io.tusk.cli.frame.WriteCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.repo.FileWrite;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code put file}: all sources of one command make one commit. */
@Command(
    description = "Put files into a branch; one command is one commit.",
    footer = {
      "",
      "Examples:",
      "  tusk put file images@master:/liberty.png -f liberty.png",
      "  tusk put file images@master -f a.png -f b.png",
      "  tusk put file -r images@master:/2026 -f pictures",
      "  date | tusk put file logs@master:/now.txt"
    })
public final class PutFile extends WriteCommand {
  private static final String STDIN = "-";
  private static final int FILE_TYPE = 0xF000;
  private static final int NAMED_PIPE = 0x1000;

  @Parameters(paramLabel = "REPO@BRANCH[:PATH]", description = "Where to.")
  private String target;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE|DIR|-",
      description = "What to put; may be repeated. Without it, or as -, standard input.")
  private List<String> files;

  @Option(
      names = {"-r", "--recursive"},
      description =
          "Put the files of a directory: into PATH, or without one under the directory's name.")
  private boolean recursive;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      defaultValue = "",
      showDefaultValue = Visibility.NEVER,
      description = "What the commit is.")
  private String message;

  /** Where the sources went so far, but for the files within directories. */
  private final Map<FilePath, String> targets = new HashMap<>();

  private List<String> sources;

  @Override
  protected void write(TuskStore store) throws IOException {
    FileRef ref = file(target);
    BranchName branch =
        ref.commit()
            .branch()
            .filter(name -> ref.commit().id().isEmpty())
            .orElseThrow(
                () -> misuse("files are put into a branch, not into a commit: \"" + target + "\""));
    sources = files == null ? List.of(STDIN) : files;
    try (FileWrite write = FileWrite.over(store, branch)) {
      store.snapshot().catalog().requireRepo(branch.repo());
      for (String source : sources) {
        put(store, write, ref, source);
      }
      write.commit(branch, operation(target), message);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void put(TuskStore store, FileWrite write, FileRef ref, String source)
      throws IOException {
    if (source.equals(STDIN)) {
      FilePath to = standardInputTarget(ref);
      claim(to, "standard input");
      write.put(to, terminal().input());
      return;
    }
    if (source.contains("://")) {
      throw new TuskException(
          ErrorCode.USAGE,
          "\"" + source + "\" is a URL, which this version does not read; download it first");
    }
    Path path = terminal().directory().resolve(source);
    FilePath to = targetOf(ref, source);
    if (Files.isDirectory(path)) {
      putDirectory(store, write, to, path, source);
      return;
    }
    claim(to, source);
    write.putAll(List.of(new FileWrite.NewFile(to, () -> open(path))).iterator());
  }

  private void claim(FilePath to, String source) {
    String other = targets.put(to, source);
    if (other != null) {
      throw new TuskException(
          ErrorCode.USAGE,
          "\"" + other + "\" and \"" + source + "\" would both become " + to + "; rename one");
    }
  }

  private FilePath standardInputTarget(FileRef ref) {
    if (recursive) {
      throw misuse("-r needs a directory: -f DIR; standard input is one file");
    }
    String path = ref.path().orElse("");
    if (path.isEmpty() || path.endsWith("/")) {
      throw misuse("standard input needs a file name: \"" + ref.commit() + ":/NAME\"");
    }
    return FilePath.parse(path);
  }

  /**
   * The path that is given is the file's or the directory's; a directory when there are several
   * sources, or for a file when it ends in a slash. Without one it is the source's own name.
   */
  private FilePath targetOf(FileRef ref, String source) {
    Path path = terminal().directory().resolve(source);
    String to = ref.path().orElse("");
    boolean isPrefix =
        to.isEmpty() || sources.size() > 1 || (to.endsWith("/") && !Files.isDirectory(path));
    if (!isPrefix) {
      return FilePath.parse(to);
    }
    // "." and ".." have no name of their own: what is in them goes to the directory itself.
    Path last = Path.of(source).getFileName();
    boolean unnamed = last == null || last.toString().equals(".") || last.toString().equals("..");
    return unnamed ? FilePath.parse(to) : FilePath.parse(to).resolve(LocalNames.name(path));
  }

  private void putDirectory(
      TuskStore store, FileWrite write, FilePath to, Path directory, String source)
      throws IOException {
    if (!recursive) {
      throw misuse("\"" + source + "\" is a directory; -r puts its files");
    }
    claim(to, source);
    LocalTree tree = new LocalTree(directory, realPath(store.objects().location()));
    write.putAll(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return tree.hasNext();
          }

          @Override
          public FileWrite.NewFile next() {
            LocalTree.Found found = tree.next();
            requireRegular(found);
            return new FileWrite.NewFile(
                to.resolve(found.relative()), () -> openRegular(found.path()));
          }
        });
    if (tree.leftSomethingOut()) {
      err().println("left out: the store " + store.objects().location());
    }
  }

  private static Path realPath(String location) throws IOException {
    return Path.of(location).toRealPath();
  }

  private static void requireRegular(LocalTree.Found found) {
    if (!found.attributes().isRegularFile()) {
      throw new TuskException(
          ErrorCode.INVALID,
          "\""
              + found.path()
              + "\" is a device, a socket or a named pipe, not a file; leave it out");
    }
  }

  private static InputStream openRegular(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw LocalNames.unreadable(file, e);
    }
  }

  /** A named pipe is read as it is; a device or a socket would never end, or cannot be read. */
  private static InputStream open(Path file) {
    try {
      if (!Files.isRegularFile(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        int mode = (Integer) Files.getAttribute(file, "unix:mode");
        if ((mode & FILE_TYPE) != NAMED_PIPE) {
          throw new TuskException(
              ErrorCode.INVALID,
              "\"" + file + "\" is a device or a socket, not a file; leave it out");
        }
      }
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw LocalNames.unreadable(file, e);
    }
  }
}
