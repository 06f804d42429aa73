/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

/** The {@code index}-th block of an object, counted from 0; all but the last are equally long. */
record BlockId(String key, int index) {}
