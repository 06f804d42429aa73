/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * The log of root records, the newest of which is the state of the store: {@link Log} reads it, and
 * commits a transaction by creating the next record.
 */
package io.tusk.log;
