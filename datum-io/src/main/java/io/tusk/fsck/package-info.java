/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Verifies that a store's objects are intact, that all that is referred to is there, and that the
 * metadata of repositories is consistent. {@link Fsck} is the entry.
 */
package io.tusk.fsck;
