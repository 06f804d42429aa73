/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Runs one user command for one datum, isolated from the host, and ends all that it started.
 * Nothing here knows of stores or runners.
 */
package io.tusk.engine.command;
