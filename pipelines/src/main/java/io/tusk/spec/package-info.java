/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Pipeline specifications as values: {@link PipelineSpec} is what a text says with all defaults
 * filled in, and what planning and running a job go by.
 */
package io.tusk.spec;
