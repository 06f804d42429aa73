/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.engine.host.HostUser;
import io.tusk.error.TuskException;
import io.tusk.name.FilePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Walks the output of a datum whose command has ended. Links are followed as the datum would follow
 * them, so a link shows nothing that the command could not have read itself.
 */
public final class OutputCollector {
  private static final int MAX_HOST_PATH_BYTES = 4000;
  private static final Set<PosixFilePermission> OWNER_READ =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final DatumView view;
  private final InputCheck inputs;
  private final OutputVisitor visitor;
  private final Optional<HostUser> user;
  private final String outRoot;

  /** The directories that the walk is in, without links, outermost first. */
  private final Deque<String> within = new ArrayDeque<>();

  private OutputCollector(
      DatumView view, InputCheck inputs, OutputVisitor visitor, Optional<HostUser> user) {
    this.view = view;
    this.inputs = inputs;
    this.visitor = visitor;
    this.user = user;
    this.outRoot = view.pfsRoot() + "/out";
  }

  /**
   * Hands every file of the output to {@code visitor}. Empty directories are nothing.
   *
   * @param inputs says which linked input files may be handed on as such; the others are handed on
   *     as files
   * @param user whom the command ran as, if not as this process
   * @return the first reason why the output cannot be stored; the visitor may have got files before
   * @throws IOException when the host or the visitor fails
   */
  public static Optional<DatumProblem> collect(
      DatumView view, InputCheck inputs, OutputVisitor visitor, Optional<HostUser> user)
      throws IOException {
    OutputCollector collector = new OutputCollector(view, inputs, visitor, user);
    try {
      collector.collectAll();
      return Optional.empty();
    } catch (Unstorable e) {
      return Optional.of(new DatumProblem(e.getMessage()));
    }
  }

  private void collectAll() throws IOException, Unstorable {
    Path out = view.pfs().resolve("out");
    if (!Files.isDirectory(out, LinkOption.NOFOLLOW_LINKS)) {
      throw new Unstorable("the output directory /pfs/out was removed or replaced; leave it there");
    }
    directory(FilePath.ROOT, outRoot, out);
  }

  /**
   * @param path in the output
   * @param seen the directory as the datum sees it, without links
   */
  private void directory(FilePath path, String seen, Path host) throws IOException, Unstorable {
    if (within.contains(seen)) {
      throw unstorable(path, "is a link to a directory that it lies in", "remove it");
    }
    within.addLast(seen);
    for (Child child : children(path, seen, host)) {
      FilePath childPath = path(path, child.name());
      if (child.target() == null) {
        Path file = host.resolve(child.name());
        entry(childPath, seen + "/" + child.name(), file, attributes(file), false);
      } else {
        Resolution.Found target = child.target();
        entry(childPath, target.path(), target.host(), target.attributes(), true);
      }
    }
    within.removeLast();
  }

  private void entry(
      FilePath path, String seen, Path host, BasicFileAttributes attributes, boolean linked)
      throws IOException, Unstorable {
    if (attributes.isDirectory()) {
      directory(path, seen, host);
    } else if (attributes.isRegularFile()) {
      OutputFile file = new OutputFile(host, attributes.size());
      if (!Files.isReadable(host)) {
        makeReadable(path, host);
      }
      if (!isOfInput(path, seen, file)) {
        visitor.file(path, file);
      }
    } else if (!isOfInput(path, seen, new OutputFile(host, 0))) {
      String what = linked ? "is a link to " + seen + ", which is " : "is ";
      throw unstorable(
          path, what + "a device, socket or named pipe", "write a regular file instead");
    }
  }

  /** Whether it is a file of an input as that was given; it is handed on then. */
  private boolean isOfInput(FilePath path, String seen, OutputFile file)
      throws IOException, Unstorable {
    String pfs = view.pfsRoot() + "/";
    if (!seen.startsWith(pfs) || seen.startsWith(outRoot + "/")) {
      return false;
    }
    String below = seen.substring(pfs.length());
    int slash = below.indexOf('/');
    if (slash <= 0) {
      return false;
    }
    String input = below.substring(0, slash);
    FilePath inputPath = checked(path, below.substring(slash));
    if (!inputs.isUnchanged(input, inputPath, file)) {
      return false;
    }
    visitor.inputLink(path, input, inputPath, file);
    return true;
  }

  /**
   * @param target where the link leads; null for what is no link
   */
  private record Child(String name, boolean isDirectory, Resolution.Found target) {
    /** A directory's name sorts as the beginning of the paths below it. */
    byte[] order() {
      return (isDirectory ? name + "/" : name).getBytes(UTF_8);
    }
  }

  private List<Child> children(FilePath path, String seen, Path host)
      throws IOException, Unstorable {
    if (!Files.isReadable(host) || !Files.isExecutable(host)) {
      makeReadable(path, host);
    }
    List<Child> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(host)) {
      for (Path entry : stream) {
        children.add(child(path, seen, entry));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort((a, b) -> Arrays.compareUnsigned(a.order(), b.order()));
    return children;
  }

  private Child child(FilePath parent, String seen, Path entry) throws IOException, Unstorable {
    Path fileName = entry.getFileName();
    String name = fileName.toString();
    if (!Path.of(name).equals(fileName)) {
      throw new Unstorable(
          "output file \""
              + (parent.isRoot() ? "" : parent)
              + "/"
              + name.replaceAll("\\p{Cntrl}", "?")
              + "\" has a name that is not UTF-8; rename it");
    }
    FilePath path = path(parent, name);
    if (entry.toString().getBytes(UTF_8).length > MAX_HOST_PATH_BYTES) {
      throw unstorable(path, "lies too deep", "use shorter names");
    }
    BasicFileAttributes attributes = attributes(entry);
    if (!attributes.isSymbolicLink() && seen.startsWith(view.pfsRoot() + "/")) {
      return new Child(name, attributes.isDirectory(), null);
    }
    Resolution resolution = view.resolve(seen + "/" + name);
    if (resolution instanceof Resolution.Found found) {
      requireReadable(path, entry, found);
      return new Child(name, found.attributes().isDirectory(), found);
    }
    String target =
        attributes.isSymbolicLink()
            ? "is a link to \"" + Files.readSymbolicLink(entry) + "\": "
            : "is reached by a link: ";
    if (resolution instanceof Resolution.Special special) {
      throw unstorable(
          path, target + special.path() + " cannot be stored", "write a regular file instead");
    }
    Resolution.Failed failed = (Resolution.Failed) resolution;
    throw unstorable(
        path, target + failed.path() + " " + failed.fact(), "remove it or copy the content");
  }

  /** This process may read more of the host than the command's user. */
  private void requireReadable(FilePath path, Path entry, Resolution.Found found)
      throws IOException, Unstorable {
    if (user.isEmpty() || found.host().startsWith(view.directory())) {
      return;
    }
    if (!user.get().mayRead(found.host())) {
      throw unstorable(
          path,
          (Files.isSymbolicLink(entry)
                  ? "is a link to \"" + Files.readSymbolicLink(entry) + "\": "
                  : "is reached by a link: ")
              + found.path()
              + " may not be read by the command's user",
          "remove it");
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** The command may have taken its owner's right to read; the owner may take it back. */
  private void makeReadable(FilePath path, Path file) throws IOException, Unstorable {
    try {
      if (!file.startsWith(view.directory())) {
        throw new AccessDeniedException(file.toString());
      }
      Files.setPosixFilePermissions(file, OWNER_READ);
    } catch (AccessDeniedException e) {
      throw unstorable(path, "may not be read", "give its owner the right to");
    } catch (java.nio.file.FileSystemException e) {
      throw unstorable(path, "belongs to another user", "leave it to the command's user");
    }
  }

  private static FilePath path(FilePath parent, String name) throws Unstorable {
    return checked(parent, parent.isRoot() ? "/" + name : parent + "/" + name);
  }

  private static FilePath checked(FilePath shown, String path) throws Unstorable {
    try {
      return new FilePath(path);
    } catch (TuskException e) {
      throw new Unstorable("output of the command below \"" + shown + "\": " + e.getMessage());
    }
  }

  private static Unstorable unstorable(FilePath path, String fact, String remedy) {
    return new Unstorable("output file \"" + path + "\" " + fact + "; " + remedy);
  }

  private static final class Unstorable extends Exception {
    private static final long serialVersionUID = 1L;

    Unstorable(String message) {
      super(message, null, false, false);
    }
  }
}
