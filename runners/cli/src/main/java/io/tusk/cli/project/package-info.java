/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/** Commands that create, update, show and delete projects, or all that a store holds. */
package io.tusk.cli.project;
