/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Secrets that specifications ask for: kept in a directory outside of the store, and given to user
 * code as variables, and to commands as files too.
 */
package io.tusk.engine.secret;
