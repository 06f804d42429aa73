/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import java.io.Serializable;

/**
 * Which store it is.
 *
 * @param location as {@link io.tusk.location.StoreLocation} is written
 * @param id the store's own
 */
record StoreKey(String location, String id) implements Serializable {
  private static final long serialVersionUID = 1L;
}
