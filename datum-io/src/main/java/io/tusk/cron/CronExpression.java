/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cron;

import io.tusk.error.TuskException;

/** A schedule as it was written. */
public record CronExpression(String text) {
  /**
   * @throws TuskException INVALID
   */
  public CronExpression {
    CronSchedule.parse(text);
  }

  public CronSchedule schedule() {
    return CronSchedule.parse(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
