/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * The {@code tusk} command line: {@link Main} parses the arguments by the vocabulary of commands,
 * and runs the one that they name. The commands about one kind of thing have a package each.
 */
package io.tusk.cli;
