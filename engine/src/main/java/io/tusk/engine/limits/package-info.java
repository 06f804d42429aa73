/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/** Keeps commands within their memory and their number of processes. */
package io.tusk.engine.limits;
