/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.error.ErrorCode;
import io.tusk.error.OutOfMemory;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** What a command that failed says, and its exit code. */
public final class Failures {
  private Failures() {}

  /** Prints why a command failed; nothing where only the reader of its output went away. */
  public static int print(Throwable failure, PrintWriter err) {
    if (failure instanceof StandardOutput.Closed) {
      return StandardOutput.CLOSED_EXIT_CODE;
    }
    TuskException known = known(failure);
    if (known != null) {
      err.println("tusk: " + known.getMessage());
      if (known.code() == ErrorCode.INTERNAL) {
        known.printStackTrace(err);
      }
      return known.code().exitCode();
    }
    err.println("tusk: this is a defect of tusk; please report it with what follows");
    failure.printStackTrace(err);
    return ErrorCode.INTERNAL.exitCode();
  }

  /** The failure as one that a person can act on, or null. */
  private static TuskException known(Throwable failure) {
    boolean defect = !(failure instanceof TuskException told) || told.code() == ErrorCode.INTERNAL;
    for (Throwable cause = failure; cause != null && defect; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError e) {
        return OutOfMemory.inCommand(e);
      }
    }
    if (failure instanceof TuskException tusk) {
      return tusk;
    }
    if (failure instanceof UncheckedIOException unchecked) {
      return known(unchecked.getCause());
    }
    if (failure instanceof IOException io) {
      return new TuskException(ErrorCode.STORAGE, describe(io), io);
    }
    if (failure instanceof InvalidPathException path) {
      return unsayable(path.getInput(), path);
    }
    if (failure instanceof InterruptedException) {
      return new TuskException(ErrorCode.INTERRUPTED, "interrupted", failure);
    }
    return null;
  }

  /** For a name that the process's locale has no bytes for. */
  public static TuskException unsayable(String name, Throwable cause) {
    return new TuskException(
        ErrorCode.HOST,
        "file name \""
            + name
            + "\" cannot be written in the encoding "
            + System.getProperty("sun.jnu.encoding")
            + " of this locale; set LC_ALL=C.UTF-8",
        cause);
  }

  /** {@code "x" cannot be read or written: permission denied}. */
  static String describe(IOException e) {
    if (!(e instanceof FileSystemException file) || file.getFile() == null) {
      return "reading or writing failed: " + Objects.toString(e.getMessage(), e.toString());
    }
    return "file \"" + file.getFile() + "\" cannot be read or written: " + reason(file);
  }

  /** Why a file cannot be used, in words that go on a sentence. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return Objects.toString(e.getMessage(), e.getClass().getSimpleName());
  }
}
