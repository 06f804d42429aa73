/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Glob patterns: a {@link Glob} selects paths, which an input makes datums of, and a {@link
 * Template} forms from what it captured the value that a join or group compares.
 */
package io.tusk.glob;
