/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Where the objects of a store are: {@link Stores} opens the directory or bucket that a {@link
 * StoreLocation} names.
 */
package io.tusk.location;
