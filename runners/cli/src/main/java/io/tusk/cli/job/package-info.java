/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Commands that show jobs, their datums and logs, wait for jobs, stop or delete them, and restart
 * datums.
 */
package io.tusk.cli.job;
