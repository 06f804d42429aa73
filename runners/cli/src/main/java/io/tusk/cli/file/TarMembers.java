/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.FilePath;
import io.tusk.repo.FileWrite;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The members of a tar archive as files. Only regular files are taken, to paths below a directory;
 * directories come with them. An archive that is cut short is refused, wherever it is cut.
 */
final class TarMembers {
  private static final int BUFFER = 1 << 16;
  private static final int RECORD = 512;
  private static final char REPLACEMENT = '\uFFFD';

  /** The most that stands between two members: long names and attributes. */
  private static final long MOST_HEADER_BYTES = 1 << 20;

  private final String archive;
  private final TransferProgress progress;

  /** {@code archive}: its name, for messages. */
  TarMembers(String archive, TransferProgress progress) {
    this.archive = archive;
    this.progress = progress;
  }

  static boolean isArchive(String name) {
    return name.endsWith(".tar") || isCompressed(name);
  }

  private static boolean isCompressed(String name) {
    return name.endsWith(".tar.gz") || name.endsWith(".tgz");
  }

  /** Puts all members below {@code directory}; {@code in} is read to its end. */
  void put(InputStream in, FilePath directory, FileWrite write, FileWrite.Mode mode) {
    try {
      Headers headers = new Headers(bytes(in));
      TarArchiveInputStream tar = new TarArchiveInputStream(headers, "UTF-8");
      for (TarArchiveEntry member = next(tar, headers);
          member != null;
          member = next(tar, headers)) {
        if (!member.isDirectory()) {
          write.put(path(directory, tar, member), new Member(tar), mode);
          progress.file();
        }
      }
      if (headers.zeros < RECORD) {
        throw new IOException("it has no end mark");
      }
      // Behind the end mark there may be padding, and the check of a compressed archive.
      headers.transferTo(OutputStream.nullOutputStream());
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException | IllegalArgumentException e) {
      throw new TuskException(
          ErrorCode.INVALID,
          "archive \""
              + archive
              + "\" is damaged or cut short: "
              + Objects.toString(e.getMessage(), e.getClass().getSimpleName())
              + "; nothing was changed",
          e);
    }
  }

  private InputStream bytes(InputStream in) throws IOException {
    return isCompressed(archive)
        ? new GZIPInputStream(in, BUFFER)
        : new BufferedInputStream(in, BUFFER);
  }

  private static TarArchiveEntry next(TarArchiveInputStream tar, Headers headers)
      throws IOException {
    headers.begin();
    TarArchiveEntry member = tar.getNextEntry();
    headers.end();
    return member;
  }

  private FilePath path(FilePath directory, TarArchiveInputStream tar, TarArchiveEntry member) {
    String name = member.getName();
    if (member.isSymbolicLink() || member.isLink()) {
      throw refused(name, "a link to \"" + member.getLinkName() + "\"");
    }
    if (!isFile(member) || !tar.canReadEntryData(member)) {
      throw refused(name, "neither a file nor a directory");
    }
    if (name.startsWith("/")) {
      throw refused(name, "an absolute path");
    }
    if (name.indexOf(REPLACEMENT) >= 0) {
      throw refused(name, "a name that is not UTF-8");
    }
    StringJoiner relative = new StringJoiner("/");
    for (String element : name.split("/", -1)) {
      if (element.equals("..")) {
        throw refused(name, "a path that leads out of the archive");
      }
      if (!element.isEmpty() && !element.equals(".")) {
        relative.add(element);
      }
    }
    if (relative.length() == 0) {
      throw refused(name, "a file without a name");
    }
    return directory.resolve(relative.toString());
  }

  private static boolean isFile(TarArchiveEntry member) {
    byte type = member.getLinkFlag();
    return type == TarConstants.LF_NORMAL
        || type == TarConstants.LF_OLDNORM
        || type == TarConstants.LF_CONTIG
        || member.isSparse();
  }

  private TuskException refused(String name, String fact) {
    return new TuskException(
        ErrorCode.INVALID,
        "archive \""
            + archive
            + "\" holds \""
            + name.replaceAll("\\p{Cntrl}", "?")
            + "\", "
            + fact.replaceAll("\\p{Cntrl}", "?")
            + ", which cannot be put; make the archive without it");
  }

  /** Keeps the archive open, and a failure to read it apart from one to store it. */
  private static final class Member extends FilterInputStream {
    Member(InputStream tar) {
      super(tar);
    }

    @Override
    public void close() {}
  }

  /** Watches what is read between the contents of members. */
  private static final class Headers extends FilterInputStream {
    private boolean inHeader;
    private long read;

    /** How many zero bytes came last since the last content. */
    private long zeros;

    Headers(InputStream in) {
      super(in);
    }

    void begin() {
      inHeader = true;
      read = 0;
      zeros = 0;
    }

    void end() {
      inHeader = false;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      if (inHeader && count > 0) {
        read += count;
        if (read > MOST_HEADER_BYTES) {
          throw new IOException("names and attributes of a member are longer than 1 MiB");
        }
        for (int i = offset; i < offset + count; i++) {
          zeros = target[i] == 0 ? zeros + 1 : 0;
        }
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      return inHeader ? read(new byte[(int) Math.min(count, BUFFER)]) : super.skip(count);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
