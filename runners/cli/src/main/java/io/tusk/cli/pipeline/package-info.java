/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Commands that create, update, start, stop, show and delete pipelines, and validate
 * specifications. What they create or change is run later, by {@link io.tusk.cli.run}.
 */
package io.tusk.cli.pipeline;
