/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * How a pipeline's command handles a datum on a host: its files put in place, the command run, its
 * output stored.
 */
package io.tusk.engine.datum;
