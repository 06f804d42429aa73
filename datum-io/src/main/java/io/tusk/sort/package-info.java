/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Sorting and buffering in bounded memory, spilling to the host's disk: for plans, whose datums
 * come in the order of their keys, and for the outputs that a job commits.
 */
package io.tusk.sort;
