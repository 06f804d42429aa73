/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.run;

import io.tusk.engine.run.TimedListener;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.PrintWriter;
import java.util.Optional;

/** Says what is done because it is time. */
final class TimedReporter implements TimedListener {
  private final PrintWriter err;
  private Optional<ErrorCode> failure = Optional.empty();

  TimedReporter(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void did(String what) {
    say(what);
  }

  @Override
  public void warned(String what) {
    say("warning: " + what);
  }

  @Override
  public void failed(String subject, TuskException why) {
    failure = failure.or(() -> Optional.of(why.code()));
    say(subject + ": " + why.getMessage());
  }

  private void say(String line) {
    err.println(line);
    err.flush();
  }

  /** {@code ofJobs}, unless that is 0 and something else failed. */
  int exitCode(int ofJobs) {
    return ofJobs == 0 ? failure.map(ErrorCode::exitCode).orElse(0) : ofJobs;
  }
}
