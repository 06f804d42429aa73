/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Commands that begin, show, finish and delete client transactions: sequences of commands that wait
 * on the client, and are applied to the store as one.
 */
package io.tusk.cli.transaction;
