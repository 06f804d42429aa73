/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Runs pending jobs and does what is due, such as cron ticks: the {@link Engine} takes a job up,
 * plans it or leaves that to the workers, and has a runner execute its graph. {@link RunnerSupport}
 * is what the module of a runner implements.
 */
package io.tusk.engine.run;
