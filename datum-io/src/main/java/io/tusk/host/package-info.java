/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * What code takes from the process and the machine around it: clock, randomness and sleep in {@link
 * Host}, temporary files, and the liveness of other processes.
 */
package io.tusk.host;
