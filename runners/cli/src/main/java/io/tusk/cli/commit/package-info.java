/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/** Commands that start and finish commits, show them, wait for them, and delete or squash them. */
package io.tusk.cli.commit;
