/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Commands that make things run: {@link RunCommand} starts the engine on the pending jobs and
 * reports their progress, and {@link RunCron} ticks cron inputs.
 */
package io.tusk.cli.run;
