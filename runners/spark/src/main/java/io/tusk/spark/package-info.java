/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Runs the jobs of one run in one Spark application: {@link SparkSupport} is what the engine finds,
 * {@link Main} what {@code spark-submit} starts.
 */
package io.tusk.spark;
