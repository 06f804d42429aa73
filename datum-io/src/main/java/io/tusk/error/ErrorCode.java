/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.error;

/**
 * What went wrong, by who must act, with the exit code that the command line ends with. The list is
 * append-only: scripts match exit codes.
 */
public enum ErrorCode {
  /** The user: an argument, a flag or a name is malformed. */
  USAGE(2),
  /** The user: a specification or its input is wrong or cannot be run by this version. */
  INVALID(1),
  /** The user: a repository, branch, commit, file, pipeline, job or store does not exist. */
  NOT_FOUND(4),
  /** The user: it exists already, or the state of what is named forbids the operation. */
  CONFLICT(5),
  /** The user's code: a datum or a job failed. */
  JOB_FAILED(3),
  /** The operator: the answer to a commit never came; it may or may not have happened. */
  OUTCOME_UNKNOWN(6),
  /** The operator: the storage cannot be read or written (unreachable, read-only, full). */
  STORAGE(7),
  /** The operator: stored bytes are missing or altered. */
  CORRUPT(1),
  /** The operator: the store is of a format that this program does not know. */
  FORMAT(1),
  /** The operator: the host lacks something that the work needs. */
  HOST(1),
  /** Nobody: the user interrupted the command. */
  INTERRUPTED(130),
  /** The authors: a defect of Tusk. */
  INTERNAL(1);

  private final int exitCode;

  ErrorCode(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
