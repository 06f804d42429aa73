/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/** Commands that list the operations in a store's log, and undo one. */
package io.tusk.cli.operation;
