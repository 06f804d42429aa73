/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.host;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whom a command runs as, where that is not who runs this process. */
public record HostUser(int uid, int gid) {
  private static final Path USERS = Path.of("/etc/passwd");
  private static final Path GROUPS = Path.of("/etc/group");

  /** Bits of a mode, for everybody. */
  private static final int READ = 4;

  private static final int ENTER = 1;

  /**
   * The user that {@code user[:group]} names, both names or numbers; nothing when it is who runs
   * this process.
   *
   * @throws TuskException INVALID when there is no such user, or this process may not run as it
   */
  public static Optional<HostUser> parse(String text) {
    return parse(text, HostFacts.read());
  }

  public static Optional<HostUser> parse(String text, HostFacts facts) {
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    Optional<String[]> account = find(USERS, user);
    int uid =
        number(user)
            .or(() -> account.flatMap(fields -> number(fields[2])))
            .orElseThrow(() -> unknown(text, user, USERS));
    int gid =
        colon < 0
            ? account.flatMap(fields -> number(fields[3])).orElse(uid)
            : group(text, text.substring(colon + 1));
    if (uid == facts.uid() && gid == facts.gid()) {
      return Optional.empty();
    }
    if (!facts.root()) {
      throw new TuskException(
          ErrorCode.INVALID,
          "transform.user \""
              + text
              + "\" needs root's rights, and this process has the user id "
              + facts.uid()
              + "; run it as root, or remove the field");
    }
    return Optional.of(new HostUser(uid, gid));
  }

  /**
   * Whether it may read the file, or list and enter the directory, by the modes of it and of all
   * directories above it; other groups than {@code gid} are not looked at.
   *
   * @param real without links
   */
  public boolean mayRead(Path real) throws IOException {
    if (!mayUse(real, Files.isDirectory(real) ? READ | ENTER : READ)) {
      return false;
    }
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      if (!mayUse(above, ENTER)) {
        return false;
      }
    }
    return true;
  }

  private boolean mayUse(Path path, int wanted) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,uid,gid");
    int mode = (Integer) attributes.get("mode");
    if (attributes.get("uid").equals(uid)) {
      mode >>= 6;
    } else if (attributes.get("gid").equals(gid)) {
      mode >>= 3;
    }
    return (mode & wanted) == wanted;
  }

  private static int group(String text, String group) {
    return number(group)
        .or(() -> find(GROUPS, group).flatMap(fields -> number(fields[2])))
        .orElseThrow(() -> unknown(text, group, GROUPS));
  }

  private static TuskException unknown(String text, String name, Path file) {
    return new TuskException(
        ErrorCode.INVALID,
        "transform.user \""
            + text
            + "\" names \""
            + name
            + "\", which is not in "
            + file
            + " of this host; add it there, or give a number");
  }

  /** The line of that name or number. */
  private static Optional<String[]> find(Path file, String name) {
    try {
      for (String line : Files.readAllLines(file)) {
        String[] fields = line.split(":", -1);
        if (fields.length > 3 && (fields[0].equals(name) || fields[2].equals(name))) {
          return Optional.of(fields);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> number(String text) {
    try {
      return text.isEmpty() || !Character.isDigit(text.charAt(0))
          ? Optional.empty()
          : Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** What comes before a command that root starts. */
  public List<String> prefix(HostFacts facts) {
    return List.of(
        facts.requiredTool("setpriv").toString(),
        "--reuid=" + uid,
        "--regid=" + gid,
        "--clear-groups",
        "--");
  }

  /** Gives the user all that is in a directory, and the directory itself. */
  public void own(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }
}
