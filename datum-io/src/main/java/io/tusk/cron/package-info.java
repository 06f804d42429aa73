/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Schedules of cron inputs and of branch triggers, and durations as text: {@link CronSchedule}
 * tells when something is next due.
 */
package io.tusk.cron;
