/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.run;

import io.tusk.engine.run.TimedListener;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Optional;
import java.util.function.Consumer;

/** Says what is done because it is time. */
final class TimedReporter implements TimedListener {
  private final Consumer<String> say;
  private Optional<ErrorCode> failure = Optional.empty();

  /** {@code say} is given lines for people. */
  TimedReporter(Consumer<String> say) {
    this.say = say;
  }

  @Override
  public void did(String what) {
    say.accept(what);
  }

  @Override
  public void warned(String what) {
    say.accept("warning: " + what);
  }

  @Override
  public void failed(String subject, TuskException why) {
    failure = failure.or(() -> Optional.of(why.code()));
    say.accept(subject + ": " + why.getMessage());
  }

  /** {@code ofJobs}, unless that is 0 and something else failed. */
  int exitCode(int ofJobs) {
    return ofJobs == 0 ? failure.map(ErrorCode::exitCode).orElse(0) : ofJobs;
  }
}
