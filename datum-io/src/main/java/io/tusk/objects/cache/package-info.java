/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * A cache between a store and a bucket: {@link CachingObjectStore} keeps blocks of packs in memory
 * and on disk, and reads ahead.
 */
package io.tusk.objects.cache;
