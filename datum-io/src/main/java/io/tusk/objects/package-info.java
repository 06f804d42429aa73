/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Object storage, where all state of a store lies: the {@link ObjectStore} interface, its
 * implementations in a directory and in memory, and decorators such as one that counts.
 */
package io.tusk.objects;
