/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Runs one user command for one datum in a private view of the host, and walks what it left behind.
 * Plain directories in, plain results out: nothing here knows of stores or runners.
 */
package io.tusk.engine.command;
