/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * How the lanes of a running job share its datums: a {@link Lane} claims shards of the plan, runs
 * their datums and stores the records. {@link JobWork} keeps the state of the running job in the
 * object store.
 */
package io.tusk.engine.work;
