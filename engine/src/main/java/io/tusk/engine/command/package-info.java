/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Runs user commands, each for one datum or for a set of them one after another, isolated as is
 * wanted and the host allows, and ends all that they started: {@link CommandRunner}. Nothing here
 * knows of stores or runners.
 */
package io.tusk.engine.command;
