/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/** The content of input files, as the datums of a job read it on a worker. */
package io.tusk.engine.input;
