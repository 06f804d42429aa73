/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Typed identifiers of projects, repositories, branches, commits, pipelines and paths. Each checks
 * the syntax of its text.
 */
package io.tusk.name;
