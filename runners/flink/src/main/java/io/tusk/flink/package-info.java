/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Runs jobs by Flink, embedded in this process or on a cluster: {@link FlinkSupport} is what the
 * engine finds, {@link Main} what {@code flink run} starts.
 */
package io.tusk.flink;
